import { bar } from './bar.js';

const CELLS = 24;
const REDRAW_MS = 100;

/** Shows the steps of the work: a bar that is redrawn on a terminal, else a line when a step begins. */
export class StepProgress {
  private step: string | undefined;
  private shownAtMs = 0;

  constructor(private readonly stream: { readonly isTTY?: boolean; write(text: string): unknown }) {}

  /** So much of a step is done. */
  show(step: string, done: number, total?: number): void {
    const isNew = step !== this.step;
    if (isNew) this.end();
    this.step = step;
    if (!this.stream.isTTY) return void (isNew && this.stream.write(`  ${step} ...\n`));
    if (!isNew && performance.now() - this.shownAtMs < REDRAW_MS && done !== total) return;
    this.shownAtMs = performance.now();
    const share = total === undefined ? '' : `${bar(done / Math.max(1, total), CELLS)} ${done}/${total}`;
    this.stream.write(`\r  ${step.padEnd(20)}${share}\u001B[K`);
  }

  /** Shows a step while a promise is pending. */
  async during<Result>(step: string, work: Promise<Result>): Promise<Result> {
    this.show(step, 0);
    try {
      return await work;
    } finally {
      this.end();
    }
  }

  /** Prints a sentence between the steps. */
  note(text: string): void {
    this.end();
    this.stream.write(`  ${text}\n`);
  }

  /** Ends the line of the current step. */
  end(): void {
    if (this.step !== undefined && this.stream.isTTY) this.stream.write('\n');
    this.step = undefined;
  }
}
