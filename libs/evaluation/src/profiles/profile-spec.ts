import type { DriftMethod } from '../drift-tests/index.js';
import type { Category, RawColumn } from '../samples/index.js';

/** Rows of predictions by column, to compare with a reference. */
export interface PredictionRows {
  /** The values of every feature by name, all with the same number of rows. */
  readonly rows: Readonly<Record<string, RawColumn>>;
  /** Predicted classes, or the numbers of a regression. */
  readonly predictions: ArrayLike<string | number>;
  /** Row after row, in the order of the classes; null for a model without probabilities. */
  readonly probabilities: ArrayLike<number> | null;
}

/** The reference data of a model with its predictions on them. */
export interface ReferenceTable extends PredictionRows {
  /** The actual classes or numbers; null for a row without a label. Null without labels. */
  readonly actual: ArrayLike<string | number | null> | null;
}

/** How a feature is compared. */
export interface FeatureSpec {
  readonly name: string;
  /** A text is compared by its descriptors. */
  readonly kind: 'numerical' | 'categorical' | 'text';
  /** Whether a numerical feature is of an integer type. */
  readonly integer?: boolean;
  /** Categories with their own bin even if they are not in the reference. */
  readonly categories?: readonly (Category | boolean)[];
  /** The drift test; chosen by the reference when absent. */
  readonly method?: DriftMethod;
  /** The threshold; derived from the test and the noise of the reference when absent. */
  readonly threshold?: number;
}

/** The settings of a profile. */
export interface ProfileSpec {
  readonly features: readonly FeatureSpec[];
  /** In the order of the probabilities; null for a regression. */
  readonly classes: readonly string[] | null;
  /** Null or absent unless the model is binary. */
  readonly positiveClass?: string | null;
  /** The rows of the smallest window that will be compared; noise is measured for this size. */
  readonly chunkRows: number;
  /** A numeric column of more distinct values is kept as quantiles. By default all columns share 500,000 values. */
  readonly exactValues?: number;
}

/** Rows that do not match the settings of a profile, or too many categories; the message names the column or class. */
export class ProfileInputInvalid extends Error {
  override readonly name = 'ProfileInputInvalid';
}
