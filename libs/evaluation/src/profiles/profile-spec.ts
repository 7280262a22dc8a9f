import type { DriftMethod } from '../drift-tests/index.js';
import type { Category, FeatureColumn, RawColumn } from '../samples/index.js';

/** Rows of predictions by column, to compare with a reference. */
export interface PredictionRows {
  /** The values of every feature by name, all with the same number of rows. */
  readonly rows: Readonly<Record<string, FeatureColumn>>;
  /** Predicted classes, or the numbers of a regression. With `outcomes` in the spec, only their number counts. */
  readonly predictions: ArrayLike<string | number>;
  /** Row after row, in the order of the classes or labels; null for a model without probabilities. */
  readonly probabilities: ArrayLike<number> | null;
  /** The values of every outcome of the spec by name. */
  readonly outcomes?: Readonly<Record<string, RawColumn>> | undefined;
  /** The probabilities that are compared, by class or label; by the empty name those of the most probable one. */
  readonly scores?: Readonly<Record<string, RawColumn>> | undefined;
  /** The embedding that the model computed for each row; null for a row without one. Absent for a model without embeddings. */
  readonly embeddings?: readonly (ArrayLike<number> | null)[] | undefined;
}

/** The reference data of a model with its predictions on them. */
export interface ReferenceTable extends PredictionRows {
  /** The actual classes or numbers; null for a row without a label. Null without labels. */
  readonly actual: ArrayLike<string | number | null> | null;
  /** The actual value of every outcome of the spec by name; null where it is unknown. */
  readonly actualOutcomes?: Readonly<Record<string, readonly (number | null)[]>> | undefined;
}

/** How a feature is compared. */
export interface FeatureSpec {
  readonly name: string;
  /**
   * A date (ISO 8601 text) is compared as a number of days. A text, an array (nested lists of numbers) and an image (an object with
   * the numbers of `imageDescriptors`) are compared by their descriptors.
   */
  readonly kind: 'numerical' | 'categorical' | 'text' | 'date' | 'array' | 'image';
  /** Whether values may be missing: their share is then compared as well. */
  readonly nullable?: boolean | undefined;
  /**
   * The names of the last dimension of an array; at most 32 are compared. By default numbers, and one channel for an array of one
   * dimension or of more than 32 channels.
   */
  readonly channels?: readonly string[] | undefined;
  /** Whether a numerical feature is of an integer type. */
  readonly integer?: boolean | undefined;
  /** Categories with their own bin even if they are not in the reference. */
  readonly categories?: readonly (Category | boolean)[] | undefined;
  /** The drift test; chosen by the reference when absent. */
  readonly method?: DriftMethod | undefined;
  /** The threshold; derived from the test and the noise of the reference when absent. */
  readonly threshold?: number | undefined;
}

/** One of several outcomes of a model. */
export interface OutcomeSpec {
  /** A label, a target, or the score beside a class. */
  readonly name: string;
  /** A label is present (1) or not (0). */
  readonly kind: 'class' | 'label' | 'number';
}

/** The settings of a profile. */
export interface ProfileSpec {
  readonly features: readonly FeatureSpec[];
  /** In the order of the probabilities; null for a regression. */
  readonly classes: readonly string[] | null;
  /** Null or absent unless the model is binary. */
  readonly positiveClass?: string | null;
  /** What a model predicts for a row where that is not one class or one number. */
  readonly outcomes?: readonly OutcomeSpec[] | undefined;
  /** The rows of the smallest window that will be compared; noise is measured for this size. */
  readonly chunkRows: number;
  /** A numeric column of more distinct values is kept as quantiles. By default all columns share 500,000 values. */
  readonly exactValues?: number;
}

/** Rows that do not match the settings of a profile, or too many categories; the message names the column or class. */
export class ProfileInputInvalid extends Error {
  override readonly name = 'ProfileInputInvalid';
}
