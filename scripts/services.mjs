import { fork } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { logSize, logTail } from './log-tail.mjs';
import { servicePort } from './service-ports.mjs';
import { endText, tellOnce } from './service-words.mjs';
import { root } from './workspace.mjs';

const NAMES = ['auth', 'predict'];

/**
 * @typedef {object} Services
 * @property {{ auth: string, predict: string }} urls
 * @property {{ username: string, password: string } | undefined} admin the admin account, when it was just made
 * @property {string} logFolder
 * @property {Promise<never>} failed rejects when a service ends by itself
 * @property {() => Promise<void>} stop
 */

/**
 * Starts auth and predict from the build, with their output in log files, and resolves when both are ready.
 * @param {NodeJS.ProcessEnv} env
 * @param {(message: string) => void} onProgress
 * @returns {Promise<Services>}
 */
export async function startServices(env, onProgress) {
  const logFolder = join(resolve(root, env.PLUMBLINE_DATA_DIR ?? '.plumbline'), 'logs');
  mkdirSync(logFolder, { recursive: true });
  const tell = tellOnce(onProgress);
  const services = NAMES.map((name) => startService(name, serviceEnvironment(env), logFolder, tell));
  const stop = async () => {
    for (const { child } of services) child.kill('SIGTERM');
    await Promise.all(services.map(({ ended }) => ended));
  };
  const failed = Promise.race(services.map(({ failure }) => failure));
  failed.catch(() => {});
  try {
    const [auth, predict] = await Promise.race([Promise.all(services.map(({ ready }) => ready)), failed]);
    const admin = services[0].admin();
    return { urls: { auth, predict }, admin, logFolder, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The services find each other also when a port is changed, unless settings say where auth is. */
function serviceEnvironment(env) {
  const given = (name) => env[name] || env[`${name}_FILE`];
  const port = servicePort(env, 'AUTH_PORT');
  const found = ['AUTH_URL', 'AUTH_ISSUER'].filter((name) => !given(name));
  return { ...env, ...Object.fromEntries(found.map((name) => [name, `http://localhost:${port}`])) };
}

/**
 * Starts one service from the build; `ready` resolves to its URL, `ended` to how it ended, `failure` rejects then.
 * @param {'auth' | 'predict'} name
 * @param {NodeJS.ProcessEnv} env
 * @param {string} logFolder
 * @param {(message: string) => void} onProgress
 */
export function startService(name, env, logFolder, onProgress) {
  const logFile = join(logFolder, `${name}.log`);
  const logStart = logSize(logFile);
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = fork(join(root, 'apps', name, 'dist', 'main.js'), { cwd: root, env, silent: true });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  let admin;
  let reason;
  const exited = new Promise((done) => {
    child.once('exit', (code, signal) => done({ code, signal }));
  });
  const ended = exited.then(({ code, signal }) => signal ?? `code ${code}`);
  const ready = new Promise((done) => {
    child.on('message', (message) => {
      if (message.type === 'progress') onProgress(message.message);
      if (message.type === 'generated-admin') admin = message;
      if (message.type === 'failed') reason = message.message;
      if (message.type === 'ready') done(message.url);
    });
  });
  const failure = exited.then((how) => {
    throw new Error(reason ?? endText(name, how, `the end of ${logFile}:\n${logTail(logFile, logStart)}`));
  });
  failure.catch(() => {});
  return { child, ended, ready, failure, admin: () => admin };
}
