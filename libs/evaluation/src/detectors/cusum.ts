import type { ChangeDetector, Signal } from './detector.js';

/** How a CUSUM detector is set, in standard deviations of the stream. */
export interface CusumOptions {
  /** Deviations smaller than this are no reason to worry; 0.5 by default: half the shift to be found. */
  readonly slack?: number;
  /**
   * The sum at which there is drift; 5 by default, which a steady normal stream reaches about every 465 values by chance
   * and a shift of one deviation after 10. With 8 it is every 10,000 values, and 17.
   */
  readonly threshold?: number;
  /** How many values the level is learned from, at least 2; 30 by default. */
  readonly warmUp?: number;
  /** The level and deviation of the reference; nothing is learned then. */
  readonly reference?: { readonly mean: number; readonly deviation: number };
}

/** What a CUSUM detector remembers. */
export interface CusumState {
  readonly seen: number;
  readonly mean: number;
  /** Sum of the squared distances from the mean. */
  readonly squares: number;
  readonly above: number;
  readonly below: number;
}

const START: CusumState = { seen: 0, mean: 0, squares: 0, above: 0, below: 0 };

/**
 * The two-sided cumulative sum of E. S. Page (1954) over standardised values: it does not depend on the unit of the
 * stream, and finds a lasting shift of one deviation after about ten values. A stream whose first values are all equal is
 * measured in units of one.
 */
export class Cusum implements ChangeDetector<CusumState> {
  private current: CusumState;

  constructor(
    private readonly options: CusumOptions = {},
    state: CusumState = START,
  ) {
    this.current = state;
  }

  get state(): CusumState {
    return this.current;
  }

  update(value: number): Signal {
    if (!Number.isFinite(value)) return 'stable';
    const { slack = 0.5, threshold = 5, warmUp = 30, reference } = this.options;
    const { seen, mean, squares, above, below } = this.current;
    if (reference === undefined && seen < warmUp) {
      this.learn(value);
      return 'stable';
    }
    const level = reference ?? { mean, deviation: Math.sqrt(squares / (seen - 1)) };
    const distance = (value - level.mean) / (level.deviation || 1);
    const sums = {
      above: Math.max(0, above + distance - slack),
      below: Math.max(0, below - distance - slack),
    };
    const drifted = Math.max(sums.above, sums.below) > threshold;
    this.current = drifted ? START : { ...this.current, ...sums };
    return drifted ? 'drift' : 'stable';
  }

  /** Mean and squares one value at a time (B. P. Welford 1962). */
  private learn(value: number): void {
    const { seen, mean, squares } = this.current;
    const moved = mean + (value - mean) / (seen + 1);
    this.current = {
      ...this.current,
      seen: seen + 1,
      mean: moved,
      squares: squares + (value - mean) * (value - moved),
    };
  }
}
