import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { guarded } from '../../scripts/orphan-guard.mjs';
import { root } from '../../scripts/workspace.mjs';

const LOG_TAIL_LINES = 15;
const POLL_MS = 5;

/**
 * A server under measurement. It is ready when it says so by IPC or, where it cannot, when `probeUrl` answers 200.
 * @typedef {object} ServerProcess
 * @property {number} pid
 * @property {string} url
 * @property {number} readyMs from the start of the process
 * @property {object[]} messages what it sent by IPC
 * @property {() => Promise<void>} stop
 */

/**
 * @param {{ command: string[], env: NodeJS.ProcessEnv, logFile: string, cwd?: string, probeUrl?: string }} options
 * @returns {Promise<ServerProcess>}
 */
export async function startServer({ command: [file, ...args], env, logFile, cwd = root, probeUrl }) {
  const startedAt = performance.now();
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = guarded(spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const messages = [];
  child.on('message', (message) => messages.push(message));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const failed = ended.then((code) => {
    throw new Error(`${args.at(-1)} ended with code ${code}; the end of ${logFile}:\n${tail(logFile)}`);
  });
  failed.catch(() => {});
  const ready = probeUrl === undefined ? readyMessage(child) : answering(probeUrl, child);
  const url = await Promise.race([ready, failed]);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  return { pid: child.pid, url, readyMs: performance.now() - startedAt, messages, stop };
}

function readyMessage(child) {
  return new Promise((resolve) =>
    child.on('message', (message) => message.type === 'ready' && resolve(message.url)),
  );
}

async function answering(probeUrl, child) {
  while (child.exitCode === null) {
    const response = await fetch(probeUrl).catch(() => undefined);
    if (response?.status === 200) return new URL(probeUrl).origin;
    await setTimeout(POLL_MS);
  }
}

function tail(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
}
