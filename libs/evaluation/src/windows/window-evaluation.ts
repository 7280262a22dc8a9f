import type { Comparison, DriftFailure } from '../comparison/index.js';
import type { DriftMethod } from '../drift-tests/index.js';
import type { EstimatedMetric } from '../estimators/index.js';
import type { TextDescriptor } from '../profiles/index.js';

/** Limits as JSON holds them; null where there is none. */
export interface Limits {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** How the current values of a column differ from the reference. */
export interface ColumnDrift {
  readonly method: DriftMethod;
  /** The method's name for people, as Evidently shows it. */
  readonly displayName: string;
  readonly score: number;
  readonly threshold: number;
  readonly driftIf: Comparison;
  readonly drifted: boolean;
  /** 1 at the threshold, more beyond it, whatever the method. */
  readonly severity: number;
  /**
   * The p-value adjusted for the number of columns that have one (Benjamini-Hochberg): `drifted` and `severity` go by it.
   * Null for a distance and where the threshold is the spec's, which the score itself is compared with.
   */
  readonly adjustedP: number | null;
}

/** The same bins counted in reference and window; for plots, and for the bins of `feature_values_total`. */
export interface ColumnDistribution {
  /** Inner edges of numeric bins; null of a categorical column. */
  readonly edges: readonly number[] | null;
  /** A label for each bin: an interval, a category, or `__other__` for values the reference does not have. */
  readonly bins: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** What the values of a column are like; moments are null for categories and without values. */
export interface ColumnSummary {
  readonly rows: number;
  readonly missing: number;
  readonly infinite: number;
  /** Values below the reference's smallest or above its largest one. */
  readonly outOfRange: number;
  /** Values that are none of the reference's categories. */
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
  readonly descriptor: TextDescriptor | null;
  readonly kind: 'numerical' | 'categorical';
  /** Null when it has no score; `failure` says why. */
  readonly drift: ColumnDrift | null;
  readonly failure: DriftFailure | 'error' | null;
  readonly distribution: ColumnDistribution;
  readonly summary: ColumnSummary;
}

/** An estimate of quality without labels. */
export interface QualityEstimate {
  readonly value: number | null;
  /** The confidence band. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Where the metric lies on the reference; `alert` when the estimate does not. */
  readonly threshold: Limits;
  readonly alert: boolean;
}

/** All that is known of a window of predictions, as plain JSON values. */
export interface WindowEvaluation {
  readonly rows: number;
  readonly columns: readonly ColumnEvaluation[];
  readonly prediction: ColumnEvaluation;
  readonly dataset: {
    /** Columns that have a score, and how many of them drifted. */
    readonly computed: number;
    readonly drifted: number;
    /** Null when no column has a score. */
    readonly share: number | null;
    /** The share from which on the data set has drifted. */
    readonly driftShare: number;
    readonly datasetDrifted: boolean;
  };
  /** Null without an estimator. */
  readonly estimated: Readonly<Record<EstimatedMetric, QualityEstimate>> | null;
  /** How badly the rows follow the joint pattern of the reference; null without one. */
  readonly reconstruction: {
    readonly value: number;
    readonly standardError: number | null;
    readonly threshold: Limits;
    readonly alert: boolean;
  } | null;
}
