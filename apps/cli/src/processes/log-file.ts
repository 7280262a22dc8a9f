import { existsSync, readFileSync, statSync } from 'node:fs';

const LINES = 15;

/** A log file that a process is about to append to. */
export class LogFile {
  private readonly startBytes: number;

  constructor(readonly path: string) {
    this.startBytes = existsSync(path) ? statSync(path).size : 0;
  }

  /** The last lines that were written since. */
  tail(): string {
    const written = readFileSync(this.path).subarray(this.startBytes).toString('utf8');
    return written.trimEnd().split('\n').slice(-LINES).join('\n');
  }
}
