import { createInterface } from 'node:readline/promises';

/** Asks the user of a terminal. */
export class Questions {
  constructor(
    private readonly input: NodeJS.ReadStream,
    private readonly output: NodeJS.WriteStream,
  ) {}

  /** Undefined where input or output is no terminal, so that nobody can answer. */
  static ofTerminal(): Questions | undefined {
    const { stdin, stderr } = process;
    return stdin.isTTY && stderr.isTTY ? new Questions(stdin, stderr) : undefined;
  }

  /** The answer, or the default when it is empty. Asks again until it is one of the choices, if there are any. */
  async ask(question: string, usual: string, choices?: readonly string[]): Promise<string> {
    for (;;) {
      const answer = (await this.line(`${question}\n  [${usual}] `)) || usual;
      if (choices === undefined || choices.includes(answer)) return answer;
      this.output.write(`  Answer one of ${choices.join(', ')}.\n`);
    }
  }

  private async line(prompt: string): Promise<string> {
    const lines = createInterface({ input: this.input, output: this.output });
    try {
      return (await lines.question(prompt)).trim();
    } finally {
      lines.close();
    }
  }
}
