import { ExactSum } from './exact-sum.js';

/** Larger errors count as this much, so that sums of their squares stay finite. */
const MAX_ERROR = 1e150;

/**
 * The errors of a regression over rows that come and go: O(1) a row, and exact, so a window that slides for ever
 * equals one that is computed anew. An error is predicted minus actual, in the target's unit; values must be finite.
 */
export class RegressionErrors {
  private rows = 0;
  private readonly errors = new ExactSum();
  private readonly magnitudes = new ExactSum();
  private readonly squares = new ExactSum();

  /** Number of rows. */
  get total(): number {
    return this.rows;
  }

  /** Mean absolute error; undefined without rows. */
  get meanAbsoluteError(): number | undefined {
    return this.mean(this.magnitudes);
  }

  /** Root of the mean squared error; undefined without rows. */
  get rootMeanSquaredError(): number | undefined {
    const square = this.mean(this.squares);
    return square === undefined ? undefined : Math.sqrt(square);
  }

  /** Mean error, positive when predictions are too high; undefined without rows. */
  get meanError(): number | undefined {
    return this.mean(this.errors);
  }

  /** Counts one row. */
  add(actual: number, predicted: number): void {
    const error = errorOf(actual, predicted);
    this.rows += 1;
    this.errors.add(error);
    this.magnitudes.add(Math.abs(error));
    this.squares.add(error * error);
  }

  /** Takes away one row that was added. */
  remove(actual: number, predicted: number): void {
    const error = errorOf(actual, predicted);
    this.rows -= 1;
    this.errors.subtract(error);
    this.magnitudes.subtract(Math.abs(error));
    this.squares.subtract(error * error);
  }

  /** Adds the errors of another source: exact, so it does not matter who saw which row. */
  merge(other: RegressionErrors): void {
    this.rows += other.rows;
    this.errors.merge(other.errors);
    this.magnitudes.merge(other.magnitudes);
    this.squares.merge(other.squares);
  }

  private mean(sum: ExactSum): number | undefined {
    return this.rows === 0 ? undefined : sum.value / this.rows;
  }
}

function errorOf(actual: number, predicted: number): number {
  return Math.max(-MAX_ERROR, Math.min(MAX_ERROR, predicted - actual));
}
