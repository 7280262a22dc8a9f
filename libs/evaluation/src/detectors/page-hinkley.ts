import type { ChangeDetector, Signal } from './detector.js';

/** How a Page-Hinkley detector is set; all but `minimum` and `forgetting` in the unit of the stream. */
export interface PageHinkleyOptions {
  /** Changes smaller than this are tolerated; 0.005 by default. */
  readonly tolerance?: number;
  /** The sum at which there is drift; 50 by default. */
  readonly threshold?: number;
  /** How many values must have come; 30 by default. */
  readonly minimum?: number;
  /** What remains of the sum with every value; 0.9999 by default. */
  readonly forgetting?: number;
  /** Which way the level may move; `both` by default. */
  readonly direction?: 'up' | 'down' | 'both';
}

/** What a Page-Hinkley detector remembers. */
export interface PageHinkleyState {
  readonly seen: number;
  readonly mean: number;
  readonly rise: number;
  readonly lowestRise: number;
  readonly fall: number;
  readonly lowestFall: number;
}

/** The largest double stands for "none yet", because JSON has no word for infinity. */
const NONE = Number.MAX_VALUE;

const START: PageHinkleyState = { seen: 0, mean: 0, rise: 0, lowestRise: NONE, fall: 0, lowestFall: NONE };

/**
 * The Page-Hinkley test (E. S. Page 1954; D. V. Hinkley 1971): the sum of deviations from the running mean, and how far it
 * has climbed from its lowest point. Its settings are in the unit of the stream; `Cusum` is free of it.
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
