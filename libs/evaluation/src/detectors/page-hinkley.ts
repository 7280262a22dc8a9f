import type { ChangeDetector, Signal } from './detector.js';

/** Settings of a Page-Hinkley detector; all but `minimum` and `forgetting` are in the unit of the stream. */
export interface PageHinkleyOptions {
  /** Smaller changes are ignored; 0.005 by default. */
  readonly tolerance?: number;
  /** The sum that signals drift; 50 by default. */
  readonly threshold?: number;
  /** The number of values before the first signal; 30 by default. */
  readonly minimum?: number;
  /** The factor applied to the sum with every value; 0.9999 by default. */
  readonly forgetting?: number;
  /** The direction of the change to detect; `both` by default. */
  readonly direction?: 'up' | 'down' | 'both';
}

/** The state of a Page-Hinkley detector. */
export interface PageHinkleyState {
  readonly seen: number;
  readonly mean: number;
  readonly rise: number;
  readonly lowestRise: number;
  readonly fall: number;
  readonly lowestFall: number;
}

/** The largest double stands for "none yet", since JSON has no infinity. */
const NONE = Number.MAX_VALUE;

const START: PageHinkleyState = { seen: 0, mean: 0, rise: 0, lowestRise: NONE, fall: 0, lowestFall: NONE };

/**
 * The Page-Hinkley test (E. S. Page 1954; D. V. Hinkley 1971): the rise of the sum of deviations from the running mean above
 * its lowest point. Its settings are in the unit of the stream; those of `Cusum` are not.
 */
export class PageHinkley implements ChangeDetector<PageHinkleyState> {
  private current: PageHinkleyState;

  constructor(
    private readonly options: PageHinkleyOptions = {},
    state: PageHinkleyState = START,
  ) {
    this.current = state;
  }

  get state(): PageHinkleyState {
    return this.current;
  }

  update(value: number): Signal {
    if (!Number.isFinite(value)) return 'stable';
    const { tolerance = 0.005, threshold = 50, minimum = 30 } = this.options;
    const { forgetting = 0.9999, direction = 'both' } = this.options;
    const { seen, mean, rise, lowestRise, fall, lowestFall } = this.current;
    const moved = mean + (value - mean) / (seen + 1);
    const rises = forgetting * rise + (value - moved) - tolerance;
    const falls = forgetting * fall - (value - moved) - tolerance;
    this.current = {
      seen: seen + 1,
      mean: moved,
      rise: rises,
      lowestRise: Math.min(rises, lowestRise),
      fall: falls,
      lowestFall: Math.min(falls, lowestFall),
    };
    if (seen + 1 < minimum || this.climb(direction) <= threshold) return 'stable';
    this.current = START;
    return 'drift';
  }

  private climb(direction: 'up' | 'down' | 'both'): number {
    const { rise, lowestRise, fall, lowestFall } = this.current;
    const up = direction === 'down' ? 0 : rise - lowestRise;
    const down = direction === 'up' ? 0 : fall - lowestFall;
    return Math.max(up, down);
  }
}
