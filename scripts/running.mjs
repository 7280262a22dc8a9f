import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './workspace.mjs';

/**
 * @typedef {object} Running the services of a data folder, as the command that runs them has noted
 * @property {string} command such as `npm start`
 * @property {number} pid of the command
 * @property {string} [processStart] tells the process from a later one with the same pid
 * @property {string} startedAt
 * @property {{ auth: string, predict: string }} urls
 * @property {string} modelsDir the model repository
 */

/** The data folder of the services, as they read the setting. */
export function dataFolder(env) {
  return resolve(root, env.PLUMBLINE_DATA_DIR || '.plumbline');
}

/**
 * Notes what this process runs on a data folder, for the commands that use it.
 * @param {NodeJS.ProcessEnv} env of the services
 * @param {string} command
 * @param {{ auth: string, predict: string }} urls
 */
export function noteRunning(env, command, urls) {
  const modelsDir = env.PREDICT_MODELS_DIR
    ? resolve(root, env.PREDICT_MODELS_DIR)
    : join(dataFolder(env), 'models');
  const { pid } = process;
  const startedAt = new Date().toISOString();
  const running = { command, pid, processStart: processStart(pid), startedAt, urls, modelsDir };
  writeFileSync(fileOf(env), `${JSON.stringify(running, undefined, 2)}\n`);
}

/** Removes the note of this process; that of another one on the same data folder stays. */
export function forgetRunning(env) {
  if (read(env)?.pid === process.pid) rmSync(fileOf(env), { force: true });
}

/**
 * What runs on a data folder; undefined when the process that noted it is gone.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Running | undefined}
 */
export function findRunning(env) {
  const running = read(env);
  return running && isAlive(running) ? running : undefined;
}

const fileOf = (env) => join(dataFolder(env), 'running.json');

function read(env) {
  try {
    return JSON.parse(readFileSync(fileOf(env), 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive({ pid, processStart: noted }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return noted === undefined || noted === processStart(pid);
}

/** When a process started, in the clock ticks of /proc; undefined where that is not known. */
function processStart(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may have spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
