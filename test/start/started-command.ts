import { type ChildProcess, spawn } from 'node:child_process';
import { root } from '../../monitoring/test/files.js';
import { until } from '../until.js';
import { familyOf, type Process, running } from './processes.js';

/** A command in a process group of its own, as a terminal starts it. */
export class StartedCommand {
  output = '';
  private readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>>) {
    const { PATH, HOME } = process.env;
    this.child = spawn(command, args, {
      cwd: root,
      detached: true,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (text: Buffer) => (this.output += text.toString());
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Everything that it has started and that still runs. */
  family(): Process[] {
    return familyOf(this.pid);
  }

  /** The one process of the family with this in its command. */
  member(pattern: RegExp): Process | undefined {
    return this.family().find(({ command }) => pattern.test(command));
  }

  /** Resolves when it has printed this; rejects when it ends before. */
  async prints(pattern: RegExp): Promise<void> {
    const gone = this.ended.then(() => {
      throw new Error(`it ended and printed:\n${this.output}`);
    });
    await Promise.race([until(() => pattern.test(this.output), String(pattern)), gone]);
  }

  /** What a terminal sends to all of it, Ctrl-C for one. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Ends what a failed test left. */
  killAll(family: readonly Process[]): void {
    for (const { pid } of running(family)) process.kill(pid, 'SIGKILL');
  }
}
