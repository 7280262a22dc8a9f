import type { RuleResult, WindowEvaluation } from '@plumbline/evaluation';
import type { ModelVersion } from '../../models/manifest/index.js';
import type { QualityEvaluation } from '../quality/index.js';
import type { QualityInterval, SegmentEvaluation } from '../segments/index.js';
import type { DriftRanking } from './drift-ranking.js';
import type { OutcomeDrift } from './outcome-drift.js';

/** The rows of a window, its limits, and the time the rows are from (ISO 8601, UTC). */
export interface WindowState {
  readonly rows: number;
  /** With fewer rows the window is not evaluated. */
  readonly minimum: number;
  readonly size: number;
  readonly from: string | null;
  readonly to: string | null;
}

/** What the drift of a window is measured against. */
export interface DriftBaseline {
  readonly kind: 'reference' | 'previous_window' | 'same_hours';
  /** Of the same hours; null for other kinds. */
  readonly weeks: number | null;
  readonly rows: number;
  /** The time its predictions are from (ISO 8601, UTC); null for the reference. */
  readonly since: string | null;
  readonly until: string | null;
  /** Why nothing could be compared with it, without a full stop; null where it was. */
  readonly absent: string | null;
}

/** An estimate with its confidence band: three standard errors to either side. */
export interface EstimateBand {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** What windows like the reference reach; absent in evaluations and profiles of earlier releases. */
  readonly threshold?: { readonly lower: number; readonly upper: number };
  /** Whether the estimate is below its usual range. */
  readonly alert?: boolean;
}

/** The rules of a manifest on the data of the prediction window, and whether the window meets them. */
export interface DataQualityEvaluation {
  readonly passed: number;
  readonly failed: number;
  /** Rules that could not be checked. */
  readonly unknown: number;
  /** In the order of the manifest. */
  readonly rules: readonly RuleResult[];
}

/** The error of a regression, estimated without labels; null where an estimate would not be reliable. */
export interface EstimatedError {
  /** Of several targets the means over the targets. */
  readonly meanAbsoluteError: EstimateBand | null;
  readonly rootMeanSquaredError: EstimateBand | null;
  /** Why a value is null or cannot change, each a sentence without its full stop. */
  readonly notes: readonly string[];
}

/** The latest evaluation of a model version, as it is stored. All replicas publish the same one. */
export interface ModelEvaluation extends ModelVersion {
  /** sha256 of the reference profile; null when the version has none. */
  readonly profile: string | null;
  /** ISO 8601, UTC. */
  readonly evaluatedAt: string;
  readonly durationMs: number;
  readonly predictions: WindowState & { readonly maxAgeS: number };
  /** Absent without drift, and in evaluations stored by earlier releases. */
  readonly baseline?: DriftBaseline;
  /** Null without a profile, or below the minimum of rows. */
  readonly drift: WindowEvaluation | null;
  /**
   * F1 estimated without labels over the prediction window, averaged as the manifest says, so that it compares with F1
   * from labels; `drift.estimated.f1` is that of the positive class, or the mean over several classes. Null without an estimator.
   */
  readonly estimatedF1: EstimateBand | null;
  /** Reasons to doubt the estimate, each a sentence; absent in evaluations stored by earlier releases. */
  readonly estimateWarnings?: readonly string[];
  /** Null for a manifest without rules on data; absent in evaluations stored by earlier releases. */
  readonly dataQuality?: DataQualityEvaluation | null;
  /** The error of a regression, estimated without labels; absent in evaluations stored by earlier releases. */
  readonly estimatedError?: EstimatedError | null;
  readonly feedback: WindowState;
  /** Null below the minimum of rows. */
  readonly quality: QualityEvaluation | null;
  /** Of F1, or of the mean absolute error; absent in evaluations stored by earlier releases. */
  readonly qualityInterval?: QualityInterval | null;
  /** Absent in evaluations stored by earlier releases. */
  readonly segments?: SegmentEvaluation;
  /** Absent without a profile, and in evaluations stored by earlier releases. */
  readonly targetDrift?: OutcomeDrift;
  readonly probabilityDrift?: OutcomeDrift;
  /** Absent without drift, and in evaluations stored by earlier releases. */
  readonly driftRanking?: DriftRanking;
}

/** An evaluation before the database dates it. */
export type EvaluationResult = Omit<ModelEvaluation, 'evaluatedAt'>;

/** One point of the history. */
export interface EvaluationPoint {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly driftShare: number | null;
  /** F1 of a classifier, mean absolute error of a regression. */
  readonly realised: number | null;
  readonly estimated: number | null;
  readonly estimatedLower: number | null;
  readonly estimatedUpper: number | null;
}
