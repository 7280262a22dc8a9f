import { meanInterval, type SampleMoments, welchTwoSided } from '../statistics/index.js';
import type { Figure, RowScores } from './row-scores.js';

/** Scores that are means over the rows: absolute errors, or the F1 of the labels of each row. */
export class MeanScores implements RowScores {
  readonly isError: boolean;
  readonly weights: Float64Array;
  readonly losses: Float64Array;

  /** @param values one per row, NaN for a row without. */
  constructor(
    readonly metric: RowScores['metric'],
    private readonly values: Float64Array,
  ) {
    this.isError = metric === 'mean_absolute_error';
    this.weights = values.map((value) => Number(!Number.isNaN(value)));
    this.losses = values.map((value) => (Number.isNaN(value) ? 0 : this.isError ? value : 1 - value));
  }

  figure(rows: Uint32Array): Figure {
    const moments = this.moments(rows);
    const { lower, upper } = meanInterval(moments);
    return {
      value: moments.mean,
      lower: Math.max(0, lower),
      upper: this.isError ? upper : Math.min(1, upper),
    };
  }

  difference(some: Uint32Array, others: Uint32Array): number {
    return welchTwoSided(this.moments(some), this.moments(others));
  }

  private moments(rows: Uint32Array): SampleMoments {
    let [size, sum] = [0, 0];
    for (const row of rows) {
      size += this.weights[row] ?? 0;
      sum += (this.values[row] ?? NaN) || 0;
    }
    const mean = sum / size;
    let squares = 0;
    for (const row of rows) if (this.weights[row]) squares += ((this.values[row] ?? NaN) - mean) ** 2;
    return { size, mean, variance: squares / (size - 1) };
  }
}
