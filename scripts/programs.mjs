import { spawn } from 'node:child_process';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { endChild } from './end-child.mjs';
import { logSize, logTail } from './log-tail.mjs';
import { guarded } from './orphan-guard.mjs';

const HOST = '127.0.0.1';
const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 10_000;

/**
 * The path of the first of the names that is a program in the PATH.
 * @param {string[]} names
 * @returns {string | undefined}
 */
export function findProgram(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A port of this machine that nothing listens on. */
export function freePort() {
  return listenOnce(0);
}

/**
 * Rejects with one sentence when the number is no port or something listens on it.
 * @param {string} name who wants the port
 * @param {number} port
 */
export async function requirePort(name, port) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--${name}-port must be a number from 1 to 65535`);
  }
  try {
    await listenOnce(port);
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} is in use; stop what listens there or choose another with --${name}-port`);
  }
}

function listenOnce(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const { port: taken } = server.address();
      server.close(() => resolve(taken));
    });
  });
}

/**
 * @typedef {object} Program
 * @property {Promise<never>} failed rejects when the program ends by itself
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill ends it without letting it finish anything
 */

/**
 * Starts a program with its output in a log file and resolves when its URL answers 2xx.
 * @param {{ name: string, path: string, args: string[], readyUrl: string, logFile: string }} program
 * @returns {Promise<Program>}
 */
export async function startProgram({ name, path, args, readyUrl, logFile }) {
  const logStart = logSize(logFile);
  const log = openSync(logFile, 'a');
  const child = guarded(spawn(path, args, { stdio: ['ignore', log, log] }));
  closeSync(log);
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const failed = ended.then((how) => {
    throw new Error(
      `${name} ended with ${how.message ?? how}; the end of ${logFile}:\n${logTail(logFile, logStart)}`,
    );
  });
  failed.catch(() => {});
  const stop = () => endChild(child, ended, STOP_WITHIN_MS);
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await Promise.race([answers(name, readyUrl), failed]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { failed, stop, kill };
}

async function answers(name, url) {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} was not ready at ${url} within ${READY_WITHIN_MS / 1_000} s`);
}
