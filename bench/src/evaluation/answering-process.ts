import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { guarded } from '../../../apps/cli/dist/processes/index.js';
import { cores, pinnedCommand } from '../machine.js';

/** The time of one computation of drift scores, on the clock and of the CPU. */
export interface TimedScores {
  readonly ms: number;
  readonly cpuMs: number;
  readonly scores: readonly number[];
}

/** A program that answers every line with one line of JSON. It has a core to itself where that is possible. */
export class AnsweringProcess<Answer> {
  private readonly child: ChildProcess & { readonly stdin: NodeJS.WritableStream };
  private readonly lines: AsyncIterator<string>;

  /** Resolves when the program is ready, which it reports with a first line. */
  static async start<Answer>(
    command: readonly [string, ...string[]],
    env: NodeJS.ProcessEnv = process.env,
  ): Promise<AnsweringProcess<Answer>> {
    const started = new AnsweringProcess<Answer>(command, env);
    await started.next();
    return started;
  }

  private constructor(command: readonly [string, ...string[]], env: NodeJS.ProcessEnv) {
    const [program, ...args] = pinnedCommand(cores.server, command);
    const child = guarded(spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'] }));
    this.child = child;
    const lines: Interface = createInterface({ input: child.stdout });
    this.lines = lines[Symbol.asyncIterator]();
  }

  /** Asks once. */
  ask(): Promise<Answer> {
    this.child.stdin.write('run\n');
    return this.next();
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin.end();
    await ended;
  }

  private async next(): Promise<Answer> {
    const line = await this.lines.next();
    if (line.done) throw new Error(`${this.child.spawnargs.join(' ')} ended; its message is above`);
    return JSON.parse(line.value) as Answer;
  }
}
