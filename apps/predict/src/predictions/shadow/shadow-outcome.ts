/** What a challenger predicted for a row that the champion answered. */
export interface ShadowOutcome {
  readonly predictionId: string;
  /** Of the challenger. */
  readonly version: number;
  /** A class, or the decimal text of a number. */
  readonly predicted: string;
}
