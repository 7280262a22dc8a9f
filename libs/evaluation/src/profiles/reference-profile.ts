import type { DriftMethod } from '../drift-tests/index.js';
import type { BinaryEstimator, MulticlassEstimator, ReconstructionProfile } from '../estimators/index.js';
import type { Category } from '../samples/index.js';
import type { NoiseThreshold } from '../statistics/index.js';

/** What is measured of a text instead of the text itself. */
export const textDescriptors = ['length', 'words', 'unknown_words', 'non_letters'] as const;

/**
 * `length` in characters, `words` their number, `unknown_words` the share of words that the reference does not have,
 * `non_letters` the share of characters that are neither letters nor white space; shares of an empty text are 0.
 */
export type TextDescriptor = (typeof textDescriptors)[number];

/** How a column is compared with the reference. */
interface Watched {
  /** The name of the feature, or `feature.descriptor` of a text. Unique in a profile. */
  readonly name: string;
  /** The feature the column comes from, and the descriptor when it is a text. */
  readonly feature: string;
  readonly descriptor: TextDescriptor | null;
  /** Pinned when the profile was built, so that it never changes with the data. */
  readonly method: DriftMethod;
  readonly threshold: number;
  /** True where the threshold is the spec's: a p-value is then not adjusted for the number of columns. */
  readonly pinned?: boolean;
  /** The score's own noise on chunks of the reference, each compared with all of it. */
  readonly noise: NoiseThreshold;
  /** Rows of the reference that had a value. */
  readonly rows: number;
}

/** The reference values of a numeric column. */
export interface NumericColumnProfile extends Watched {
  readonly kind: 'numerical';
  readonly integer: boolean;
  /** Distinct values, ascending, and how often each occurs. */
  readonly values: readonly number[];
  readonly counts: readonly number[];
  /** False when the values stand for more rows than were kept one by one (a sketch). */
  readonly exact: boolean;
  /** Inner edges of fixed bins, ascending: bin 0 is below the first, the last from the last edge on. */
  readonly edges: readonly number[];
  readonly mean: number;
  readonly standardDeviation: number;
}

/** The reference values of a categorical column. */
export interface CategoricalColumnProfile extends Watched {
  readonly kind: 'categorical';
  /** Categories in order, numbers before texts, and how often each occurs. */
  readonly categories: readonly Category[];
  readonly counts: readonly number[];
}

/** The reference values of one column, and how it is compared with them. */
export type ColumnProfile = NumericColumnProfile | CategoricalColumnProfile;

/** What a model's quality is estimated by where no labels are. */
export type EstimatorProfile =
  | ({ readonly task: 'binary'; readonly positiveClass: string } & BinaryEstimator)
  | ({ readonly task: 'multiclass' } & MulticlassEstimator);

/** How right a classifier is about the labelled rows of its reference. */
export interface ReferenceQuality {
  /** Labelled rows. */
  readonly rows: number;
  /** Those of them whose prediction is the label. */
  readonly right: number;
  /** Whether the probabilities rank the rows of every class above all others: an area under the ROC curve of 1. */
  readonly separated: boolean;
}

/**
 * All that has to be known of a model's reference data to tell whether current data differ: built once, plain values, so
 * it can be stored as JSON beside the model.
 */
export interface ReferenceProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** The model's predictions on the reference. */
  readonly prediction: ColumnProfile;
  /** Of every text feature the words of the reference, in lower case and order. */
  readonly vocabularies: Readonly<Record<string, readonly string[]>>;
  /** The classes in the order of the probabilities; null of a regression. */
  readonly classes: readonly string[] | null;
  /** Null without probabilities or labels. */
  readonly estimator: EstimatorProfile | null;
  /** How right the model is about the reference; null without labels, absent of profiles that were built before. */
  readonly quality?: ReferenceQuality | null | undefined;
  /** Null when there are too few columns or rows. */
  readonly reconstruction: ReconstructionProfile | null;
}
