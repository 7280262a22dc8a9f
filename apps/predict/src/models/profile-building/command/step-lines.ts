import type { ProfileStep } from '../index.js';

/** An output stream; a terminal shows a progress bar. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR_WIDTH = 24;
const CLEAR_LINE = '\r\u001b[K';

/** Shows the steps of a build: a progress bar on a terminal, and a line when a step is done. */
export class StepLines {
  private step: ProfileStep | undefined;
  private count = '';
  private startedAtMs = 0;

  constructor(
    private readonly output: Output,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Reports the progress of a step. */
  readonly report = (step: ProfileStep, done: number, total?: number): void => {
    if (step !== this.step) this.begin(step);
    this.count = total === undefined ? `${done}` : `${total}`;
    if (this.output.isTTY) this.output.write(`${CLEAR_LINE}  ${step.padEnd(20)}${bar(done, total)}`);
  };

  /** The last step is done. */
  end(): void {
    if (this.step === undefined) return;
    const seconds = ((this.nowMs() - this.startedAtMs) / 1000).toFixed(2);
    const count = unit[this.step] === '' ? '' : `  ${this.count} ${unit[this.step]}`;
    this.output.write(
      `${this.output.isTTY ? CLEAR_LINE : ''}  ${this.step.padEnd(20)}${seconds} s${count}\n`,
    );
    this.step = undefined;
  }

  /** The current step failed: removes its bar. */
  abandon(): void {
    if (this.output.isTTY && this.step !== undefined) this.output.write(CLEAR_LINE);
    this.step = undefined;
  }

  private begin(step: ProfileStep): void {
    this.end();
    this.step = step;
    this.startedAtMs = this.nowMs();
  }
}

const unit: Readonly<Record<ProfileStep, string>> = {
  'checking the model': '',
  'reading rows': 'rows',
  predicting: 'rows',
  comparing: 'steps',
};

function bar(done: number, total: number | undefined): string {
  if (total === undefined) return done === 0 ? '' : `${done}`;
  const filled = Math.round((done / Math.max(1, total)) * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${done} of ${total}`;
}
