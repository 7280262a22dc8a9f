import type { ChildProcess } from 'node:child_process';
import type { LogFile } from './log-file.js';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process, which `guarded()` ends with this process. */
export class Child {
  /** Rejects when the process could not be started. */
  readonly ended: Promise<Ending>;

  constructor(private readonly process: ChildProcess) {
    this.ended = new Promise((resolve, reject) => {
      process.once('error', reject);
      process.once('exit', (code, signal) => resolve({ code, signal }));
    });
    this.ended.catch(() => {});
  }

  /** Sends SIGTERM, then SIGKILL after the time. Resolves when the process has ended. */
  async stop(withinMs: number): Promise<void> {
    if (!this.isRunning) return;
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), withinMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** Sends SIGKILL. Resolves when the process has ended. */
  async kill(): Promise<void> {
    if (this.process.pid === undefined) return;
    this.process.kill('SIGKILL');
    await this.ended;
  }

  /** Rejects with the reason and the end of the log when the process ends or cannot be started. */
  async failure(name: string, log: LogFile): Promise<never> {
    throw new Error(endMessage(name, await this.ended, `the end of ${log.path}:\n${log.tail()}`));
  }

  private get isRunning(): boolean {
    const { pid, exitCode, signalCode } = this.process;
    return pid !== undefined && exitCode === null && signalCode === null;
  }
}

/** Says how a process ended that this command did not stop. */
export function endMessage(name: string, { code, signal }: Ending, logEnd: string): string {
  if (code === 0) return `${name} was stopped from outside`;
  return `${name} ended with ${signal ?? `code ${code}`}; ${logEnd}`;
}
