import type { Comparison, DriftFailure } from '../comparison/index.js';
import type { DistanceMethod } from '../distances/index.js';
import type { DriftMethod } from '../drift-tests/index.js';
import type { EstimatedMetric, LabelAverage } from '../estimators/index.js';
import type { CorrelationChanges, DomainClassification } from '../multivariate/index.js';

/** Limits in JSON; null where there is none. */
export interface Limits {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What Evidently says of a column. */
export interface EvidentlyVerdict {
  readonly method: DriftMethod;
  readonly displayName: string;
  readonly score: number;
  readonly threshold: number;
  readonly driftIf: Comparison;
  readonly drifted: boolean;
  /** Why it differs from the verdict of the column, as a sentence; null where both agree. */
  readonly difference: string | null;
}

/** How the current values of a column differ from the reference. */
export interface ColumnDrift {
  readonly method: DriftMethod | DistanceMethod;
  readonly displayName: string;
  readonly score: number;
  /** For the rows of this window, unless the threshold is from the spec. */
  readonly threshold: number;
  readonly driftIf: Comparison;
  readonly drifted: boolean;
  /** 1 at the threshold, larger beyond it, for every method. */
  readonly severity: number;
  /**
   * The p-value adjusted for the number of columns with one (Benjamini-Hochberg), which decides `drifted` and `severity` with a
   * profile of an earlier release; else null.
   */
  readonly adjustedP: number | null;
  /** The probability of such a score without drift; absent for a threshold from the spec, and with earlier profiles. */
  readonly pValue?: number | null | undefined;
  /** As many independent rows tell as much as those of the window, whose consecutive rows may be alike. */
  readonly effectiveRows?: number | undefined;
  /** Absent in evaluations stored by earlier releases; null where Evidently has no score. */
  readonly evidently?: EvidentlyVerdict | null | undefined;
}

/** Counts of the same bins in reference and window, for plots and for the bins of `feature_values_total`. */
export interface ColumnDistribution {
  /** Inner edges of numeric bins; null for a categorical column. */
  readonly edges: readonly number[] | null;
  /** A label for each bin: an interval, a category, or `__other__` for values the reference does not have. */
  readonly bins: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** Statistics of the values of a column; moments are null for categories and without values. */
export interface ColumnSummary {
  readonly rows: number;
  readonly missing: number;
  readonly infinite: number;
  /** Values below the reference's smallest or above its largest one. */
  readonly outOfRange: number;
  /** Values in categories that are not in the reference. */
  readonly newCategory: number;
  readonly unusedCategories: number;
  readonly distinct: number;
  readonly mostCommonShare: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly median: number | null;
}

/** One column of a window. */
export interface ColumnEvaluation {
  readonly name: string;
  readonly feature: string;
  readonly descriptor: string | null;
  readonly kind: 'numerical' | 'categorical';
  /** Null without a score; `failure` gives the reason. */
  readonly drift: ColumnDrift | null;
  readonly failure: DriftFailure | 'error' | null;
  readonly distribution: ColumnDistribution;
  readonly summary: ColumnSummary;
}

/** A column whose values in a window are outside of the reference. */
export interface OutsideColumn {
  readonly name: string;
  /** The share of the rows. */
  readonly share: number;
}

/** How far the embeddings of a window are from those of the reference. */
export interface EmbeddingDrift {
  readonly method: 'frechet';
  readonly score: number;
  readonly threshold: number;
  readonly drifted: boolean;
  /** 1 at the threshold. */
  readonly severity: number;
}

/** An estimate of quality without labels. */
export interface QualityEstimate {
  readonly value: number | null;
  /** The confidence band. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** What windows like the reference reach; `alert` when the estimate is below. */
  readonly threshold: Limits;
  readonly alert: boolean;
}

/** The error of one target, estimated without labels; null where an estimate would not be reliable. */
export interface ErrorEstimate {
  /** Null for a regression with one target. */
  readonly target: string | null;
  readonly meanAbsoluteError: QualityEstimate | null;
  readonly rootMeanSquaredError: QualityEstimate | null;
  /** Why an estimate is null or cannot change, each a sentence without its full stop. */
  readonly notes: readonly string[];
}

/** F1 of a model with several labels, estimated without knowing them; null where an estimate would not be reliable. */
export interface LabelsEstimate {
  /** In the order of the labels. */
  readonly labels: readonly { readonly label: string; readonly f1: QualityEstimate | null }[];
  readonly averages: Readonly<Record<LabelAverage, QualityEstimate | null>>;
}

/** The evaluation of a window of predictions, as plain JSON values. */
export interface WindowEvaluation {
  readonly rows: number;
  readonly columns: readonly ColumnEvaluation[];
  /** Columns that were compared and left out, because there are very many; absent where none was. */
  readonly omittedColumns?: number | undefined;
  /** The predictions; of several outcomes the one that has drifted most. */
  readonly prediction: ColumnEvaluation;
  /** All outcomes where there are several: labels, targets, or a class and its score. */
  readonly predictions?: readonly ColumnEvaluation[] | undefined;
  /** Absent for a model without embeddings; null for a window without any. */
  readonly embedding?: EmbeddingDrift | null | undefined;
  readonly dataset: {
    /** The number of columns with a score, and of those that drifted. */
    readonly computed: number;
    readonly drifted: number;
    /** Null when no column has a score. */
    readonly share: number | null;
    /** The share at which the data set drifts. */
    readonly driftShare: number;
    /** Whether that share of columns has drifted by a stricter level than that of a single column. */
    readonly datasetDrifted: boolean;
  };
  /**
   * Columns in which more than a tenth of the rows has values outside of the reference, beyond chance, the most first. Quality is not
   * estimated if there are any. Absent in evaluations stored by earlier releases.
   */
  readonly outsideReference?: readonly OutsideColumn[];
  /** Null without an estimator, and where inputs are outside of the reference. */
  readonly estimated: Readonly<Record<EstimatedMetric, QualityEstimate>> | null;
  /** Absent unless the model gives rows several labels with probabilities, and the reference knows them. */
  readonly estimatedLabels?: LabelsEstimate | undefined;
  /** By target; absent unless the model is a regression whose reference has labels. */
  readonly estimatedErrors?: readonly ErrorEstimate[] | undefined;
  /** How far the rows are from the joint pattern of the reference; null without a pattern. */
  readonly reconstruction: {
    readonly value: number;
    readonly standardError: number | null;
    readonly threshold: Limits;
    readonly alert: boolean;
  } | null;
  /** Whether rows can be told from those of the reference; null for few rows, absent for profiles of earlier releases. */
  readonly multivariate?: DomainClassification | null | undefined;
  /** How pairs of numeric columns go together; null for few rows, absent for profiles and evaluations of earlier releases. */
  readonly correlations?: CorrelationChanges | null | undefined;
}
