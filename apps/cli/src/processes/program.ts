import { spawn } from 'node:child_process';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { environment } from '../installation/index.js';
import { Child } from './child.js';
import { LogFile } from './log-file.js';
import { guarded } from './orphan-guard.js';

const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 10_000;
const POLL_MS = 50;

/** The path of the first of the names that is a program in PATH. */
export function findProgram(names: readonly string[]): string | undefined {
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A program that answers. */
export interface StartedProgram {
  /** Rejects when the program ends by itself. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
  /** Ends it with SIGKILL. */
  readonly kill: () => Promise<void>;
}

/** Starts a program with its output in a log file. Resolves when `readyUrl` answers 2xx. */
export async function startProgram(program: {
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
  readonly readyUrl: string;
  readonly logFile: string;
}): Promise<StartedProgram> {
  const { name, path, args, readyUrl, logFile } = program;
  const log = new LogFile(logFile);
  const output = openSync(logFile, 'a');
  const child = new Child(guarded(spawn(path, args, { stdio: ['ignore', output, output] })));
  closeSync(output);
  const failed = child.failure(name, log);
  failed.catch(() => {});
  const stop = () => child.stop(STOP_WITHIN_MS);
  try {
    await Promise.race([answers(name, readyUrl), failed]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { failed, stop, kill: () => child.kill() };
}

async function answers(name: string, url: string): Promise<void> {
  const deadlineMs = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadlineMs) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    if (answer?.ok) return;
    await pause(POLL_MS);
  }
  throw new Error(`${name} was not ready at ${url} within ${READY_WITHIN_MS / 1_000} s`);
}
