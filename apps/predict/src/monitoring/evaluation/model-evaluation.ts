import type { CalibrationBin, WindowEvaluation } from '@plumbline/evaluation';
import type { ModelVersion } from '../../models/manifest/index.js';

/** The rows a window may hold, those it holds, and the time they are from (ISO 8601, UTC). */
export interface WindowState {
  readonly rows: number;
  /** Below this many rows nothing is said about them. */
  readonly minimum: number;
  readonly size: number;
  readonly from: string | null;
  readonly to: string | null;
}

/** The quality of a classifier over its labelled predictions; null where it is undefined. */
export interface ClassificationEvaluation {
  readonly task: 'binary' | 'multiclass';
  /** Averaged as the manifest says. */
  readonly f1: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly accuracy: number | null;
  readonly balancedAccuracy: number | null;
  readonly matthewsCorrelation: number | null;
  /** Of the labelled predictions whose probabilities are still in the prediction log. */
  readonly probabilities: {
    readonly rows: number;
    readonly rocAuc: number | null;
    readonly logLoss: number | null;
    readonly brier: number | null;
    readonly expectedCalibrationError: number | null;
    /** Of the positive class, or of the predicted class when there are more than two. */
    readonly calibration: readonly CalibrationBin[];
  } | null;
  readonly classes: readonly {
    readonly name: string;
    readonly support: number;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
  }[];
  /** Rows are actual classes, columns predicted ones, both in the order of `classes`. */
  readonly confusion: readonly (readonly number[])[];
}

/** The quality of a regression over its labelled predictions, in the target's unit where there is one. */
export interface RegressionEvaluation {
  readonly task: 'regression';
  readonly meanAbsoluteError: number | null;
  readonly rootMeanSquaredError: number | null;
  readonly meanError: number | null;
  readonly meanAbsolutePercentageError: number | null;
  readonly r2: number | null;
  readonly maximumError: number | null;
}

/** An estimate with its confidence band: three standard errors to either side. */
export interface EstimateBand {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** The latest evaluation of a model version, as it is stored and answered. Every replica publishes the same one. */
export interface ModelEvaluation extends ModelVersion {
  /** sha256 of the reference profile; null when the version has none. */
  readonly profile: string | null;
  /** ISO 8601, UTC. */
  readonly evaluatedAt: string;
  readonly durationMs: number;
  readonly predictions: WindowState & { readonly maxAgeS: number };
  /** Null without a profile, or below the minimum of rows. */
  readonly drift: WindowEvaluation | null;
  /**
   * F1 estimated without labels over the prediction window, averaged as the manifest says, so that it stands beside
   * the realised one; `drift.estimated.f1` is the mean over the classes whatever the manifest says. Null without an
   * estimator.
   */
  readonly estimatedF1: EstimateBand | null;
  /** Reasons to doubt the estimate, each a sentence; absent of evaluations that were stored before there were any. */
  readonly estimateWarnings?: readonly string[];
  readonly feedback: WindowState;
  /** Null below the minimum of rows. */
  readonly quality: ClassificationEvaluation | RegressionEvaluation | null;
}

/** One point of the past, for curves over time. */
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
