import type { ChangeDetector, Signal } from './detector.js';
import { type HddmOptions, hddmSignal } from './hddm.js';

/** The mean of the first values of a stream. */
interface RunningMean {
  readonly seen: number;
  readonly mean: number;
}

/** The state of an HDDM-A detector. */
export interface HddmAState {
  readonly all: RunningMean;
  /** The start of the stream with the lowest upper bound of the mean, and with the highest lower bound. */
  readonly lowest: RunningMean;
  readonly highest: RunningMean;
}

const NONE: RunningMean = { seen: 0, mean: 0 };
const START: HddmAState = { all: NONE, lowest: NONE, highest: NONE };

/**
 * HDDM with the A-test (I. Frías-Blanco et al., "Online and Non-Parametric Drift Detection Methods Based on Hoeffding's Bounds",
 * 2015) on values from 0 to 1, such as 1 for each wrong prediction: drift where the mean since the best start of the
 * stream exceeds Hoeffding's bound. It suits sudden change.
 */
export class HddmA implements ChangeDetector<HddmAState> {
  private current: HddmAState;

  constructor(
    private readonly options: HddmOptions = {},
    state: HddmAState = START,
  ) {
    this.current = state;
  }

  get state(): HddmAState {
    return this.current;
  }

  update(value: number): Signal {
    if (!Number.isFinite(value)) return 'stable';
    const { bothSides = false } = this.options;
    this.current = this.after(value);
    const { all, lowest, highest } = this.current;
    const signal = hddmSignal(
      this.options,
      (probability) =>
        all.mean - lowest.mean >= changeBound(lowest, all, probability) ||
        (bothSides && highest.mean - all.mean >= changeBound(highest, all, probability)),
    );
    if (signal === 'drift') this.current = START;
    return signal;
  }

  private after(value: number): HddmAState {
    const seen = this.current.all.seen + 1;
    const all = { seen, mean: this.current.all.mean + (value - this.current.all.mean) / seen };
    const { lowest, highest } = seen === 1 ? { lowest: all, highest: all } : this.current;
    const bound = ({ seen }: RunningMean) => this.meanBound(seen);
    return {
      all,
      lowest: lowest.mean + bound(lowest) >= all.mean + bound(all) ? all : lowest,
      highest: highest.mean - bound(highest) <= all.mean - bound(all) ? all : highest,
    };
  }

  /** Hoeffding's bound of the mean of so many values. */
  private meanBound(seen: number): number {
    const { drift = 0.001 } = this.options;
    return Math.sqrt((1 / (2 * seen)) * Math.log(1 / drift));
  }
}

/** Hoeffding's bound of the difference between the mean of a start of the stream and of all; infinite when they are the same. */
function changeBound(start: RunningMean, all: RunningMean, probability: number): number {
  if (start.seen === all.seen) return Infinity;
  const size = ((all.seen - start.seen) / start.seen) * (1 / all.seen);
  return Math.sqrt((size / 2) * Math.log(2 / probability));
}
