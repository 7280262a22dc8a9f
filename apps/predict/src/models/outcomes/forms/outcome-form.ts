import type { JsonOutcome } from './outcome.schema.js';
import type { Outcome } from './outcome.js';

/** An actual value that was given, or the reason why it is impossible, as the end of a sentence about it. */
export type GivenOutcome =
  | { readonly outcome: Outcome; readonly problem?: undefined }
  | {
      readonly outcome?: undefined;
      readonly problem: string;
      /** The text of a class that the model does not know. It can be an actual value, but never a prediction. */
      readonly unknownClass?: string;
    };

/** The forms of the outcomes of one model: stored as text, and as JSON in requests, answers and golden rows. */
export interface OutcomeForm {
  /** Reads a stored text. */
  readonly ofText: (text: string) => Outcome;
  toJson(outcome: Outcome): JsonOutcome;
  /** Reads a value from JSON. */
  read(given: unknown): GivenOutcome;
  /** Reads a cell of a CSV or Parquet file. */
  readCell(cell: unknown): GivenOutcome;
}
