import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { guarded } from '../../scripts/orphan-guard.mjs';
import { cores, pinnedCommand } from '../affinity.mjs';

/** A program that answers every line with one line of JSON. It has a core to itself where that is possible. */
export class AnsweringProcess {
  #child;
  #lines;

  /** Resolves when it has said that it is ready. */
  static async start(command, env = process.env) {
    const one = new AnsweringProcess(command, env);
    await one.#next();
    return one;
  }

  constructor(command, env) {
    const [program, ...args] = pinnedCommand(cores.server, command);
    this.#child = guarded(spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'] }));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Asks once. */
  ask() {
    this.#child.stdin.write('run\n');
    return this.#next();
  }

  async stop() {
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    await ended;
  }

  async #next() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`${this.#child.spawnargs.join(' ')} ended; its message is above`);
    return JSON.parse(value);
  }
}
