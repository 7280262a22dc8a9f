import { fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { logSize, logTail } from './log-tail.mjs';
import { guarded } from './orphan-guard.mjs';
import { endText } from './service-words.mjs';
import { root } from './workspace.mjs';

/**
 * @typedef {object} ServiceProcess
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<string>} ready its URL, once it is ready
 * @property {Promise<string>} ended how it ended, in a word
 * @property {Promise<never>} failure rejects when it ends, with what is known of the reason
 * @property {() => { username: string, password: string } | undefined} admin the admin account, when it was just made
 */

/**
 * Starts one service from the build, with its output in a log file.
 * @param {'auth' | 'predict'} name
 * @param {NodeJS.ProcessEnv} env
 * @param {string} logFolder
 * @param {(message: string) => void} onProgress
 * @returns {ServiceProcess}
 */
export function startService(name, env, logFolder, onProgress) {
  const logFile = join(logFolder, `${name}.log`);
  const logStart = logSize(logFile);
  const log = createWriteStream(logFile, { flags: 'a' });
  const main = join(root, 'apps', name, 'dist', 'main.js');
  const child = guarded(fork(main, { cwd: root, env, silent: true }));
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
