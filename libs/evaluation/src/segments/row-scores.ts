import type { Interval } from '../statistics/index.js';

/** The figure that segments are compared by, with its 95 % interval; NaN where it is undefined. */
export interface Figure extends Interval {
  readonly value: number;
}

/** The labelled rows of a window, scored: figures of any of them. */
export interface RowScores {
  readonly metric: 'f1' | 'mean_absolute_error';
  /** Whether a larger figure is worse. */
  readonly isError: boolean;
  /**
   * How much each row counts, and how wrong it is: the search looks for rows whose sum of losses is large for their sum of
   * weights.
   */
  readonly weights: Float64Array;
  readonly losses: Float64Array;
  /** @param rows their places in the window. */
  figure(rows: Uint32Array): Figure;
  /** Two-sided p-value of the difference between the figures of two groups of rows; NaN where one has none. */
  difference(some: Uint32Array, others: Uint32Array): number;
}
