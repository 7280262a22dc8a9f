import type { Progress } from './model-run.js';

const MAX_BAR_CELLS = 24;
const COLUMNS = 80;
const REDRAW_MS = 100;
const LINE_MS = 5_000;

/** The part of a stream that is used. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how far a run is: a bar that is redrawn on a terminal, a line every few seconds elsewhere. */
export class ProgressDisplay {
  private shownAtMs: number;
  private open = false;

  /** @param now in milliseconds */
  constructor(
    private readonly stream: ProgressStream,
    private readonly now: () => number = Date.now,
  ) {
    this.shownAtMs = now();
  }

  show(progress: Progress): void {
    const { isTTY, columns } = this.stream;
    if (!progress.done && this.now() - this.shownAtMs < (isTTY ? REDRAW_MS : LINE_MS)) return;
    this.shownAtMs = this.now();
    if (!isTTY) {
      this.stream.write(`${lineOf(progress)}\n`);
      return;
    }
    this.stream.write(`\r${barLineOf(progress, columns || COLUMNS)}\u001B[K`);
    this.open = !progress.done;
    if (progress.done) this.stream.write('\n');
  }

  /** Ends the line of a bar that was not finished. */
  end(): void {
    if (this.open) this.stream.write('\n');
    this.open = false;
  }
}

/** Shorter than the terminal is wide, because a line that wraps could not be drawn over. */
function barLineOf(progress: Progress, columns: number): string {
  const room = columns - 1 - lineOf(progress, '[]').length;
  const cells = Math.max(0, Math.min(MAX_BAR_CELLS, room));
  const done = Math.floor((cells * progress.sent) / progress.planned);
  return lineOf(progress, `[${'#'.repeat(done)}${'-'.repeat(cells - done)}]`).slice(0, columns - 1);
}

function lineOf(progress: Progress, bar?: string): string {
  const { model, sent, planned, ratePerS, errors, driftShare, f1, meanAbsoluteError: error } = progress;
  const parts = [
    model,
    bar ?? `${Math.floor((100 * sent) / planned)} %`.padStart(5),
    `${sent}/${planned} rows`,
    `${ratePerS.toFixed(1)}/s`,
    f1 === undefined ? undefined : `F1 ${f1.toFixed(3)}`,
    error === undefined ? undefined : `MAE ${error.toPrecision(4)}`,
    driftShare === undefined ? undefined : `drift ${(100 * driftShare).toFixed(0)} %`,
    `errors ${errors}`,
  ];
  return parts.filter((part) => part !== undefined).join('  ');
}
