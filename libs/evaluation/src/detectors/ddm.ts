import type { ChangeDetector, Signal } from './detector.js';

/** Settings of a DDM detector. */
export interface DdmOptions {
  /** The number of values before the first signal; 30 by default. */
  readonly warmUp?: number;
  /** The standard deviations above the best error rate that signal a warning and drift; 2 and 3 by default. */
  readonly warning?: number;
  readonly drift?: number;
}

/** The state of a DDM detector. */
export interface DdmState {
  readonly seen: number;
  readonly errorRate: number;
  /** The error rate and its deviation when their sum was lowest; null before the warm-up is over. */
  readonly best: { readonly errorRate: number; readonly deviation: number } | null;
}

const START: DdmState = { seen: 0, errorRate: 0, best: null };

/**
 * The drift detection method of J. Gama et al. ("Learning with Drift Detection", 2004) on a stream of 1 for each wrong and 0
 * for each correct prediction: a significant rise of the error rate above its best value is drift. It does not detect an
 * improvement.
 */
export class Ddm implements ChangeDetector<DdmState> {
  private current: DdmState;

  constructor(
    private readonly options: DdmOptions = {},
    state: DdmState = START,
  ) {
    this.current = state;
  }

  get state(): DdmState {
    return this.current;
  }

  update(value: number): Signal {
    if (!Number.isFinite(value)) return 'stable';
    const { warmUp = 30, warning = 2, drift = 3 } = this.options;
    const seen = this.current.seen + 1;
    const errorRate = this.current.errorRate + (value - this.current.errorRate) / seen;
    const deviation = Math.sqrt((errorRate * (1 - errorRate)) / seen);
    const best = seen > warmUp ? this.better(errorRate, deviation) : null;
    this.current = { seen, errorRate, best };
    if (best === null) return 'stable';
    const rise = errorRate + deviation - best.errorRate;
    if (rise > drift * best.deviation) {
      this.current = START;
      return 'drift';
    }
    return rise > warning * best.deviation ? 'warning' : 'stable';
  }

  private better(errorRate: number, deviation: number): NonNullable<DdmState['best']> {
    const { best } = this.current;
    const isBetter = best === null || errorRate + deviation <= best.errorRate + best.deviation;
    return isBetter ? { errorRate, deviation } : best;
  }
}
