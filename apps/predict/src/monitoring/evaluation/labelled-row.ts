/** One row of the feedback window. */
export interface LabelledRow {
  /** A class, or the decimal text of a number. */
  readonly predicted: string;
  readonly actual: string;
  /** In the order of the classes; null once the prediction has left the log, or where the model gives none. */
  readonly probabilities: readonly number[] | null;
}
