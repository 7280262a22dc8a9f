import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { keepRunning } from './keep-running.mjs';
import { dataFolder, forgetRunning, noteRunning } from './running.mjs';
import { servicePort } from './service-ports.mjs';
import { startService } from './service-process.mjs';
import { tellOnce } from './service-words.mjs';

const NAMES = ['auth', 'predict'];

/**
 * @typedef {object} Services
 * @property {{ auth: string, predict: string }} urls
 * @property {{ username: string, password: string } | undefined} admin the admin account, when it was just made
 * @property {string} logFolder
 * @property {() => Promise<void>} stop
 */

/**
 * Starts auth and predict from the build, with their output in log files, and resolves when both are ready. From then
 * on one that ends by itself is started again.
 * @param {NodeJS.ProcessEnv} env
 * @param {{ command: string, onProgress: (message: string) => void, onRestart?: (text: string) => void,
 *   stopped?: Promise<never> }} options `command` is what the user ran; `onRestart` is told why a service ended and when it is back; `stopped` rejects when the start is to be given up
 * @returns {Promise<Services>}
 * @throws Error when one of them cannot start; then neither runs
 */
export async function startServices(env, { command, onProgress, onRestart = printError, stopped }) {
  const logFolder = join(dataFolder(env), 'logs');
  mkdirSync(logFolder, { recursive: true });
  const tell = tellOnce(onProgress);
  const start = (name) => startService(name, serviceEnvironment(env), logFolder, tell);
  const services = NAMES.map(start);
  const failures = services.map(({ failure }) => failure);
  const ready = Promise.all(services.map((service) => service.ready));
  try {
    const [auth, predict] = await Promise.race([ready, ...failures, ...(stopped ? [stopped] : [])]);
    const kept = keepAll(services, start, onRestart);
    noteRunning(env, command, { auth, predict });
    const stop = () => {
      forgetRunning(env);
      return kept.stop();
    };
    return { urls: { auth, predict }, admin: services[0].admin(), logFolder, stop };
  } catch (error) {
    await keepAll(services, start, () => {}).stop();
    throw error;
  }
}

function keepAll(services, start, onRestart) {
  const kept = services.map((service, index) =>
    keepRunning(NAMES[index], service, () => start(NAMES[index]), onRestart),
  );
  return { stop: () => Promise.all(kept.map(({ stop }) => stop())) };
}

function printError(text) {
  process.stderr.write(`\n${text}\n`);
}

/** The services find each other also when a port is changed, unless settings say where auth is. */
function serviceEnvironment(env) {
  const given = (name) => env[name] || env[`${name}_FILE`];
  const port = servicePort(env, 'AUTH_PORT');
  const found = ['AUTH_URL', 'AUTH_ISSUER'].filter((name) => !given(name));
  return { ...env, ...Object.fromEntries(found.map((name) => [name, `http://localhost:${port}`])) };
}
