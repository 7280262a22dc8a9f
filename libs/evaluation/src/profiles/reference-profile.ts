import type { DistanceMethod, MeasuredNoise } from '../distances/index.js';
import type { DriftMethod } from '../drift-tests/index.js';
import type {
  BinaryEstimator,
  ErrorModel,
  IsotonicCurve,
  LabelAverage,
  MetricProfile,
  MulticlassEstimator,
  ReconstructionProfile,
} from '../estimators/index.js';
import type { ImportanceProfile } from '../importance/index.js';
import type { StoredMeasure } from '../measures/index.js';
import type { Average } from '../quality/index.js';
import type { Category } from '../samples/index.js';
import type { NoiseThreshold } from '../statistics/index.js';
import type { EmbeddingProfile } from './embedding-profile.js';

/** How a column is compared with the reference. */
interface Watched {
  /** The name of the feature, or `feature.descriptor`. Unique in a profile. */
  readonly name: string;
  /** The feature of the column, and what is measured of it; null for the feature itself. */
  readonly feature: string;
  readonly descriptor: string | null;
  /** Fixed when the profile is built, so it never changes with the data. */
  readonly method: DriftMethod | DistanceMethod;
  /** From the spec, or that of the smallest window: a larger one has a smaller threshold. */
  readonly threshold: number;
  /** True when the threshold is from the spec, and holds for every window. */
  readonly pinned?: boolean;
  /** The score of the smallest windows without drift. */
  readonly noise: NoiseThreshold;
  /**
   * The same as moments, to scale it to other windows; absent for the distances whose law is known. A column with neither is
   * from an earlier release: its threshold holds for every window, and p-values are adjusted for their number.
   */
  readonly chance?: MeasuredNoise | undefined;
  /** The smallest threshold of any window, where it is not the usual one. */
  readonly floor?: number | undefined;
  /** Rows of the reference with a value. */
  readonly rows: number;
}

/** The reference values of a numeric column. */
export interface NumericColumnProfile extends Watched {
  readonly kind: 'numerical';
  readonly integer: boolean;
  /** Distinct values, ascending, with their counts. */
  readonly values: readonly number[];
  readonly counts: readonly number[];
  /** False for a sketch, whose values stand for more rows. */
  readonly exact: boolean;
  /** Inner edges of the fixed bins, ascending: bin 0 is below the first edge; the last bin starts at the last edge. */
  readonly edges: readonly number[];
  readonly mean: number;
  readonly standardDeviation: number;
}

/** The reference values of a categorical column. */
export interface CategoricalColumnProfile extends Watched {
  readonly kind: 'categorical';
  /** Categories in order, numbers before texts, with their counts. */
  readonly categories: readonly Category[];
  readonly counts: readonly number[];
}

/** The reference values of one column, and how it is compared with them. */
export type ColumnProfile = NumericColumnProfile | CategoricalColumnProfile;

/** The estimate of F1 on the reference itself. */
export interface F1Profile {
  readonly value: number;
  /** The standard error of an estimate from one row of the window and one of the reference. */
  readonly errorOfOne: number;
}

/** What an estimator says about F1; absent in profiles of earlier releases. */
interface EstimatedF1 {
  readonly f1?: Readonly<Partial<Record<Average, F1Profile>>>;
}

/** The curves that calibrate the probabilities of classes; null for one that needs none. */
export type CalibrationCurves =
  | { readonly task: 'binary'; readonly positiveClass: string; readonly curve: IsotonicCurve | null }
  | { readonly task: 'multiclass'; readonly curves: readonly (IsotonicCurve | null)[] };

/** The estimator of a model's quality without labels. */
export type EstimatorProfile = EstimatedF1 &
  (
    | ({ readonly task: 'binary'; readonly positiveClass: string } & BinaryEstimator)
    | ({ readonly task: 'multiclass' } & MulticlassEstimator)
  );

/** Estimates F1 of one label of a model with several. */
export interface LabelEstimator {
  readonly label: string;
  /** Null when the probabilities of the label need no calibration. */
  readonly curve: IsotonicCurve | null;
  readonly f1: F1Profile;
  /** The reference rows for which the label is known. */
  readonly rows: number;
}

/** A label whose F1 is not estimated, and why, as the second half of a sentence. */
interface UnprovenLabel {
  readonly label: string;
  readonly unproven: string;
}

/** The estimators of a model with several labels. */
export interface LabelEstimators {
  /** In the order of the labels. */
  readonly labels: readonly (LabelEstimator | UnprovenLabel)[];
  /** By average; none unless every label is estimated, and for `samples`, which the probabilities of single labels do not tell. */
  readonly averages: Readonly<Partial<Record<LabelAverage, F1Profile>>>;
  /** The reference rows for which all labels are known. */
  readonly rows: number;
}

/** The losses that are estimated for every target of a regression. */
export type EstimatedLoss = 'mae' | 'rmse';

/**
 * An error model whose estimates hold on rows that it was not trained on. It has no trees where the loss depends on neither the
 * features nor the prediction as far as the reference shows: every row is then expected to have the mean loss.
 */
export interface ProvenErrorModel extends ErrorModel {
  readonly metric: MetricProfile;
  /** The labelled rows that it was trained on. */
  readonly rows: number;
}

/** Why a loss is not estimated, as the second half of a sentence. */
interface UnprovenErrorModel {
  readonly unproven: string;
}

/** The error models of one target; the target is null for a regression with one. */
export interface ErrorEstimator {
  readonly target: string | null;
  readonly mae: ProvenErrorModel | UnprovenErrorModel;
  readonly rmse: ProvenErrorModel | UnprovenErrorModel;
}

/** The quality of a classifier on the labelled rows of its reference. */
export interface ReferenceQuality {
  /** Labelled rows. */
  readonly rows: number;
  /** Labelled rows with a correct prediction. */
  readonly right: number;
  /** Whether the probabilities separate every class from the others: an area under the ROC curve of 1. */
  readonly separated: boolean;
}

/** Some rows of the reference, to compare how columns go together. */
export interface ReferenceSample {
  readonly rows: number;
  /** A character of the base64 alphabet for the cell of each row. */
  readonly columns: readonly { readonly name: string; readonly codes: string }[];
}

/**
 * What is kept of a model's reference data to compare current data with. Built once, as plain values that can be stored as JSON
 * beside the model.
 */
export interface ReferenceProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** The model's predictions on the reference; the first of several outcomes. */
  readonly prediction: ColumnProfile;
  /** All outcomes where there are several: labels, targets, or a class and its score. */
  readonly predictions?: readonly ColumnProfile[] | undefined;
  /** The actual values: one column, or one for each label or target; absent without labels, and in profiles of earlier releases. */
  readonly targets?: readonly ColumnProfile[] | undefined;
  /** The probabilities; absent for a model without, and in profiles of earlier releases. */
  readonly probabilities?: readonly ColumnProfile[] | undefined;
  /** Absent in profiles of earlier releases. */
  readonly importance?: ImportanceProfile | undefined;
  /** The vocabulary of every text feature, in lower case and in order. */
  readonly vocabularies: Readonly<Record<string, readonly string[]>>;
  /** How the columns of dates, arrays and images are computed, by feature; absent in profiles of earlier releases. */
  readonly measures?: Readonly<Record<string, StoredMeasure>> | undefined;
  /** Absent for a model without embeddings. */
  readonly embedding?: EmbeddingProfile | undefined;
  /** The classes in the order of the probabilities; null for a regression. */
  readonly classes: readonly string[] | null;
  /** Null without probabilities or labels. */
  readonly estimator: EstimatorProfile | null;
  /** Absent unless the model gives rows several labels with probabilities, and in profiles of earlier releases. */
  readonly labelEstimators?: LabelEstimators | undefined;
  /** Null or absent unless the model is a regression with labels. */
  readonly errorEstimators?: readonly ErrorEstimator[] | null | undefined;
  /** The model's quality on the reference; null without labels, absent in profiles of earlier releases. */
  readonly quality?: ReferenceQuality | null | undefined;
  /** Absent in profiles of earlier releases. */
  readonly sample?: ReferenceSample | undefined;
  /** Null when there are too few columns or rows. */
  readonly reconstruction: ReconstructionProfile | null;
}
