import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../apps/cli/dist/installation/index.js';
import { guarded, guardProcess, LogFile, unguardProcess } from '../../apps/cli/dist/processes/index.js';

type Signal = 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT';

/** How a service is started: words before `node`, which must replace themselves by it, and its environment. */
export interface ServiceStart {
  readonly wrapper?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
}

/** A process of auth or predict. */
export class ServiceProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly ended: Promise<number | null>,
  ) {}

  /** Resolves when it is ready. @throws Error with the end of its log when it ends before that */
  static async start(name: 'auth' | 'predict', options: ServiceStart): Promise<ServiceProcess> {
    const { wrapper = [], env, logFile } = options;
    const [file = process.execPath, ...args] = [...wrapper, process.execPath];
    const main = join(root, 'apps', name, 'dist/bundle/main.js');
    const output = createWriteStream(logFile, { flags: 'a' });
    await new Promise((resolve) => output.once('open', resolve));
    const log = new LogFile(logFile);
    const child = guarded(
      spawn(file, [...args, main], { cwd: root, env, stdio: ['ignore', output, output, 'ipc'] }),
    );
    output.end();
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const failed = ended.then((code): never => {
      throw new Error(`${name} ended with code ${code} before it was ready:\n${log.tail()}`);
    });
    failed.catch(() => {});
    const ready = new Promise<string>((resolve) => {
      child.on('message', (message: { type: string; url: string }) => {
        if (message.type === 'ready') resolve(message.url);
      });
    });
    return new ServiceProcess(await Promise.race([ready, failed]), child, ended);
  }

  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error('the process was not started');
    return pid;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(signal: Signal): void {
    this.child.kill(signal);
  }

  /** Sends SIGKILL. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Sends SIGTERM. Resolves with the exit code. */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}

/** A process with its descendants. */
export function treeOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(Number(name))] as const);
  const below = (parent: number): number[] =>
    parents.flatMap(([child, of]) => (of === parent ? [child, ...below(child)] : []));
  return [pid, ...below(pid)];
}

/** The command line of a process, with spaces between the words; empty when it is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Sends a signal to processes that may have ended. What is stopped cannot end by itself, and ends with this process. */
export function signalAll(pids: readonly number[], signal: Signal): void {
  for (const pid of pids) {
    if (signal === 'SIGSTOP') guardProcess(pid);
    else unguardProcess(pid);
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may contain spaces.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
