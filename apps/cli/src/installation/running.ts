import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './checkout.js';
import { dataFolder, type Environment } from './config.js';

/** The addresses of the services. */
export interface ServiceUrls {
  readonly auth: string;
  readonly predict: string;
}

/** The services that run on a data folder, as the command that runs them noted it. */
export interface Running {
  /** Such as `npm start`. */
  readonly command: string;
  readonly pid: number;
  /** Tells the process from a later one with the same pid. */
  readonly processStart?: string;
  readonly startedAt: string;
  readonly urls: ServiceUrls;
  /** The model repository. */
  readonly modelsDir: string;
}

/** Notes in the data folder what this process runs, so that other commands find it. */
export function noteRunning(env: Environment, command: string, urls: ServiceUrls): void {
  const { pid } = process;
  const running: Running = {
    command,
    pid,
    processStart: processStart(pid),
    startedAt: new Date().toISOString(),
    urls,
    modelsDir: env.PREDICT_MODELS_DIR
      ? resolve(root, env.PREDICT_MODELS_DIR)
      : join(dataFolder(env), 'models'),
  };
  writeFileSync(fileOf(env), `${JSON.stringify(running, undefined, 2)}\n`);
}

/** Removes the note of this process. The note of another process on the same data folder stays. */
export function forgetRunning(env: Environment): void {
  if (read(env)?.pid === process.pid) rmSync(fileOf(env), { force: true });
}

/** What runs on a data folder. Undefined when nothing was noted or the process that noted it has ended. */
export function findRunning(env: Environment): Running | undefined {
  const running = read(env);
  return running && isAlive(running) ? running : undefined;
}

function fileOf(env: Environment): string {
  return join(dataFolder(env), 'running.json');
}

function read(env: Environment): Running | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(env), 'utf8')) as Running;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, processStart: noted }: Running): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return noted === undefined || noted === processStart(pid);
}

/** When a process started, in clock ticks of /proc. Undefined where there is no /proc. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may contain spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
