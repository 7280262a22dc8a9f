import type { ChangeDetector, Signal } from './detector.js';

/** Settings of an ADWIN detector. */
export interface AdwinOptions {
  /** The probability of a false alarm at each test; 0.002 by default. */
  readonly confidence?: number;
  /** The number of values between tests; 32 by default. */
  readonly interval?: number;
  /** The minimum length of both parts of the window; 5 by default. */
  readonly shortest?: number;
  /** The window length above which tests begin; 10 by default. */
  readonly warmUp?: number;
}

/** Sums over consecutive values. */
export interface AdwinBucket {
  readonly size: number;
  readonly sum: number;
  /** Sum of the squared distances from the bucket's mean. */
  readonly squares: number;
}

/** The state of an ADWIN detector: buckets from the oldest to the newest, in falling powers of two. */
export interface AdwinState {
  readonly seen: number;
  readonly buckets: readonly AdwinBucket[];
}

/** The maximum number of buckets of one size. */
const MAX_BUCKETS_OF_A_SIZE = 5;

/**
 * Adaptive windowing (A. Bifet and R. Gavaldà, "Learning from Time-Changing Data with Adaptive Windowing", 2007): keeps the
 * latest values for as long as their mean is stable, and drops the older part when the means of two parts differ
 * significantly. Memory grows with the logarithm of the window. Options, defaults and signals are those of river 0.26, which
 * computes the limit from the length of each part beyond its minimum.
 */
export class Adwin implements ChangeDetector<AdwinState> {
  private seen: number;
  private buckets: AdwinBucket[];

  constructor(
    private readonly options: AdwinOptions = {},
    state: AdwinState = { seen: 0, buckets: [] },
  ) {
    this.seen = state.seen;
    this.buckets = [...state.buckets];
  }

  get state(): AdwinState {
    return { seen: this.seen, buckets: [...this.buckets] };
  }

  /** Size, mean and population variance of the window; NaN while it is empty. */
  get window(): { readonly size: number; readonly mean: number; readonly variance: number } {
    const { size, sum, squares } = this.buckets.reduce(joined, { size: 0, sum: 0, squares: 0 });
    return { size, mean: sum / size, variance: squares / size };
  }

  update(value: number): Signal {
    if (!Number.isFinite(value)) return 'stable';
    const { interval = 32, warmUp = 10 } = this.options;
    this.seen++;
    this.buckets.push({ size: 1, sum: value, squares: 0 });
    this.compress();
    if (this.seen % interval !== 0 || this.window.size <= warmUp) return 'stable';
    let signal: Signal = 'stable';
    while (this.hasCut()) {
      this.buckets.shift();
      signal = 'drift';
    }
    return signal;
  }

  /** Joins the two oldest buckets of a size that has too many, and goes on with the next larger size. */
  private compress(): void {
    let end = this.buckets.length;
    while (end > 0) {
      const size = this.buckets[end - 1]?.size;
      let start = end - 1;
      while (start > 0 && this.buckets[start - 1]?.size === size) start--;
      if (end - start <= MAX_BUCKETS_OF_A_SIZE) return;
      const [oldest, next] = [this.buckets[start], this.buckets[start + 1]];
      if (oldest === undefined || next === undefined) return;
      this.buckets.splice(start, 2, joined(oldest, next));
      end = start + 1;
    }
  }

  /** Whether the means before and after some place in the window differ significantly. */
  private hasCut(): boolean {
    const { confidence = 0.002, shortest = 5 } = this.options;
    const { size, mean, variance } = this.window;
    const logarithm = Math.log((2 * Math.log(size)) / confidence);
    let [before, sum] = [0, 0];
    return this.buckets.some((bucket) => {
      before += bucket.size;
      sum += bucket.sum;
      const after = size - before;
      if (before < shortest || after < shortest) return false;
      const inverse = 1 / (before - shortest + 1) + 1 / (after - shortest + 1);
      const allowed = Math.sqrt(2 * inverse * variance * logarithm) + (2 / 3) * inverse * logarithm;
      return Math.abs(sum / before - (mean * size - sum) / after) > allowed;
    });
  }
}

/** Two buckets as one (T. F. Chan, G. H. Golub and R. J. LeVeque 1979). */
function joined(left: AdwinBucket, right: AdwinBucket): AdwinBucket {
  if (left.size === 0) return right;
  const size = left.size + right.size;
  const gap = left.sum / left.size - right.sum / right.size;
  return {
    size,
    sum: left.sum + right.sum,
    squares: left.squares + right.squares + (gap * gap * left.size * right.size) / size,
  };
}
