import type { ChangeDetector, Signal } from './detector.js';

/** Settings of a CUSUM detector, in standard deviations of the stream. */
export interface CusumOptions {
  /** Smaller deviations are ignored; 0.5 by default, half the shift to detect. */
  readonly slack?: number;
  /**
   * The sum that signals drift; 5 by default. With 5, a steady normal stream gives a false alarm about every 465 values, and a
   * shift of one deviation is detected after about 10; with 8, every 10,000 values and after 17.
   */
  readonly threshold?: number;
  /** The number of values that the level is learned from, at least 2; 30 by default. */
  readonly warmUp?: number;
  /** The level and deviation of the reference, instead of learning them. */
  readonly reference?: { readonly mean: number; readonly deviation: number };
}

/** The state of a CUSUM detector. */
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
 * The two-sided cumulative sum of E. S. Page (1954) over standardised values. It does not depend on the unit of the stream,
 * and detects a lasting shift of one deviation after about ten values. When the first values are all equal, the deviation
 * is 1.
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

  /** Updates mean and squares by one value (B. P. Welford 1962). */
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
