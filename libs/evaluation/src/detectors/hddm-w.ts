import type { ChangeDetector, Signal } from './detector.js';
import { type HddmOptions, hddmSignal } from './hddm.js';

/** Settings of an HDDM-W detector. */
export interface HddmWOptions extends HddmOptions {
  /** The weight of the latest value in the mean; 0.05 by default. */
  readonly weight?: number;
}

/** An exponentially weighted mean. */
interface WeightedMean {
  /** Null before the first value. */
  readonly mean: number | null;
  /** The sum of the squared weights of the values. */
  readonly squares: number;
}

/** The state of an HDDM-W detector: the mean of all values, and for a rise and for a fall those before and after the best cut. */
export interface HddmWState {
  readonly all: WeightedMean;
  readonly rise: Cut;
  readonly fall: Cut;
}

interface Cut {
  /** The bound of the mean at the cut; null before the first value. */
  readonly bound: number | null;
  readonly before: WeightedMean;
  readonly after: WeightedMean;
}

const NONE: WeightedMean = { mean: null, squares: 1 };
const NO_CUT: Cut = { bound: null, before: NONE, after: NONE };
const START: HddmWState = { all: NONE, rise: NO_CUT, fall: NO_CUT };

/**
 * HDDM with the W-test (I. Frías-Blanco et al., "Online and Non-Parametric Drift Detection Methods Based on Hoeffding's Bounds",
 * 2015) on values from 0 to 1, such as 1 for each wrong prediction: the exponentially weighted means before and after the best
 * cut differ by more than McDiarmid's bound. It suits gradual change.
 */
export class HddmW implements ChangeDetector<HddmWState> {
  private current: HddmWState;

  constructor(
    private readonly options: HddmWOptions = {},
    state: HddmWState = START,
  ) {
    this.current = state;
  }

  get state(): HddmWState {
    return this.current;
  }

  update(value: number): Signal {
    if (!Number.isFinite(value)) return 'stable';
    const { bothSides = false } = this.options;
    this.current = this.after(value);
    const { rise, fall } = this.current;
    const signal = hddmSignal(
      this.options,
      (probability) =>
        isAbove(rise.after, rise.before, probability) ||
        (bothSides && isAbove(fall.before, fall.after, probability)),
    );
    if (signal === 'drift') this.current = START;
    return signal;
  }

  private after(value: number): HddmWState {
    const { drift = 0.001, weight = 0.05 } = this.options;
    const all = moved(this.current.all, value, weight);
    const bound = mcDiarmid(all.squares, drift);
    const { rise, fall } = this.current;
    const high = (all.mean ?? NaN) + bound;
    const low = (all.mean ?? NaN) - bound;
    const later = (cut: Cut) => ({ ...cut, after: moved(cut.after, value, weight) });
    return {
      all,
      rise:
        rise.bound === null || high < rise.bound ? { bound: high, before: all, after: NONE } : later(rise),
      fall: fall.bound === null || low > fall.bound ? { bound: low, before: all, after: NONE } : later(fall),
    };
  }
}

function moved({ mean, squares }: WeightedMean, value: number, weight: number): WeightedMean {
  return {
    mean: mean === null ? value : weight * value + (1 - weight) * mean,
    squares: weight * weight + (1 - weight) ** 2 * squares,
  };
}

/** Whether a mean exceeds another one by more than chance allows. */
function isAbove(high: WeightedMean, low: WeightedMean, probability: number): boolean {
  if (high.mean === null || low.mean === null) return false;
  return high.mean - low.mean > mcDiarmid(high.squares + low.squares, probability);
}

function mcDiarmid(squares: number, probability: number): number {
  return Math.sqrt((squares * Math.log(1 / probability)) / 2);
}
