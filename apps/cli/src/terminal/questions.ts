import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ExitCode } from '../command-line/index.js';

const INTERRUPTED = 130;

/** Asks the user of a terminal. */
export class Questions {
  constructor(
    private readonly input: NodeJS.ReadableStream,
    private readonly output: NodeJS.WritableStream,
  ) {}

  /** Undefined where input or output is no terminal, so that nobody can answer. */
  static ofTerminal(): Questions | undefined {
    const { stdin, stderr } = process;
    return stdin.isTTY && stderr.isTTY ? new Questions(stdin, stderr) : undefined;
  }

  /** The answer, or the default when it is empty. Asks again until it is one of the choices, if there are any. */
  async ask(question: string, usual: string, choices?: readonly string[]): Promise<string> {
    for (;;) {
      const answer = (await this.line(`${question}\n  [${usual}] `)).trim() || usual;
      if (choices === undefined || choices.includes(answer)) return answer;
      this.output.write(`  Answer one of ${choices.join(', ')}.\n`);
    }
  }

  /** The answer as it is typed; the terminal does not show it. */
  async askSecret(question: string): Promise<string> {
    this.output.write(`${question}: `);
    const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
    try {
      return await this.line('', hidden);
    } finally {
      this.output.write('\n');
    }
  }

  private async line(prompt: string, output: NodeJS.WritableStream = this.output): Promise<string> {
    const lines = createInterface({ input: this.input, output, terminal: true });
    const interrupted = new Promise<never>((_, reject) => {
      lines.once('SIGINT', () => reject(new ExitCode(INTERRUPTED)));
    });
    try {
      return await Promise.race([lines.question(prompt), interrupted]);
    } finally {
      lines.close();
    }
  }
}
