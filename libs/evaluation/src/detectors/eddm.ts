import type { ChangeDetector, Signal } from './detector.js';

/** Settings of an EDDM detector. */
export interface EddmOptions {
  /** The number of errors before the first signal; 30 by default. */
  readonly warmUp?: number;
  /** The share of the largest distance between errors below which there is a warning, and drift; 0.95 and 0.9 by default. */
  readonly warning?: number;
  readonly drift?: number;
}

/** The state of an EDDM detector. */
export interface EddmState {
  readonly seen: number;
  readonly errors: number;
  /** The position of the last error, counted from 1; 0 before the first. */
  readonly lastError: number;
  /** The mean distance between two errors, and the sum of the squared distances from it. */
  readonly mean: number;
  readonly squares: number;
  /** The largest mean plus two deviations; null before there is one. */
  readonly largest: number | null;
}

const START: EddmState = { seen: 0, errors: 0, lastError: 0, mean: 0, squares: 0, largest: null };

/**
 * The early drift detection method of M. Baena-García et al. ("Early Drift Detection Method", 2006) on a stream of 1 for each
 * wrong and 0 for each correct prediction: errors that come closer together are drift. It detects gradual change earlier than
 * `Ddm`. It signals at errors only.
 */
export class Eddm implements ChangeDetector<EddmState> {
  private current: EddmState;

  constructor(
    private readonly options: EddmOptions = {},
    state: EddmState = START,
  ) {
    this.current = state;
  }

  get state(): EddmState {
    return this.current;
  }

  update(value: number): Signal {
    if (!Number.isFinite(value)) return 'stable';
    const seen = this.current.seen + 1;
    this.current = { ...this.current, seen };
    return value === 1 ? this.atError(seen) : 'stable';
  }

  private atError(seen: number): Signal {
    const { warmUp = 30, warning = 0.95, drift = 0.9 } = this.options;
    const { lastError, mean, squares, largest } = this.current;
    const errors = this.current.errors + 1;
    const distance = seen - lastError;
    const moved = mean + (distance - mean) / errors;
    const spread = squares + (distance - mean) * (distance - moved);
    this.current = { seen, errors, lastError: seen, mean: moved, squares: spread, largest };
    if (seen <= warmUp) return 'stable';
    const reach = moved + 2 * Math.sqrt(errors > 1 ? spread / (errors - 1) : 0);
    if (largest === null || reach > largest) {
      this.current = { ...this.current, largest: reach };
      return 'stable';
    }
    if (errors <= warmUp) return 'stable';
    if (reach / largest < drift) {
      this.current = START;
      return 'drift';
    }
    return reach / largest < warning ? 'warning' : 'stable';
  }
}
