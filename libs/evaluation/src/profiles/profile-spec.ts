import type { DriftMethod } from '../drift-tests/index.js';
import type { Category } from '../samples/index.js';

/** A value as it came; null, undefined and NaN are missing. */
export type RawValue = number | string | boolean | null | undefined;

/** The values of one column, a row each. */
export type RawColumn = ArrayLike<RawValue>;

/** Rows of predictions by column: what is compared with a reference. */
export interface PredictionRows {
  /** The values of every feature, by its name; all of the same number of rows. */
  readonly rows: Readonly<Record<string, RawColumn>>;
  /** What the model said: classes, or the numbers of a regression. */
  readonly predictions: ArrayLike<string | number>;
  /** Row after row, in the order of the classes; null where the model gives none. */
  readonly probabilities: ArrayLike<number> | null;
}

/** The reference data of a model with its predictions on them. */
export interface ReferenceTable extends PredictionRows {
  /** The classes or numbers that turned out to be right; a null is not known. Null when none is known. */
  readonly actual: ArrayLike<string | number | null> | null;
}

/** How a feature is read and compared. */
export interface FeatureSpec {
  readonly name: string;
  /** A text is not compared itself but by its descriptors. */
  readonly kind: 'numerical' | 'categorical' | 'text';
  /** Whether a numerical feature holds whole numbers by its type. */
  readonly integer?: boolean;
  /** Categories that have a bin of their own even where the reference does not have them. */
  readonly categories?: readonly (Category | boolean)[];
  /** The drift test; by the reference when absent. */
  readonly method?: DriftMethod;
  /** The test's threshold; by the test and the reference's noise when absent. */
  readonly threshold?: number;
}

/** What a profile is built by. */
export interface ProfileSpec {
  readonly features: readonly FeatureSpec[];
  /** In the order of the probabilities; null of a regression. */
  readonly classes: readonly string[] | null;
  /** Of a binary model. */
  readonly positiveClass?: string | null;
  /** Rows of the chunks that noise is measured on: those of the smallest window that will be compared. */
  readonly chunkRows: number;
  /** Numeric columns of more rows are kept as a sketch; 1,000,000 by default. */
  readonly exactRows?: number;
}

/** Rows that do not suit the settings of a profile, or too many categories; the message names the column or the class. */
export class ProfileInputInvalid extends Error {
  override readonly name = 'ProfileInputInvalid';
}
