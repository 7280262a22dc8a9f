import {
  estimateF1,
  evaluateWindow,
  type PredictionRows,
  type PreparedProfile,
  type WindowEvaluation,
} from '@plumbline/evaluation';
import type { Manifest } from '../../models/manifest/index.js';
import { type BaselineRows, prepareBaseline, withoutDrift, withQualityOf } from './drift-baseline.js';
import { estimatedF1OfLabels, type MultilabelManifest } from './estimated-labels.js';
import { type LoggedPrediction, predictionRows } from './logged-prediction.js';
import type { DriftBaseline, EstimateBand } from './model-evaluation.js';

/** How a prediction window differs from the reference, and the parts that have no result. */
export interface ComparedWindow {
  readonly drift: WindowEvaluation;
  readonly baseline: DriftBaseline;
  readonly estimatedF1: EstimateBand | null;
  readonly failures: readonly ComparisonFailure[];
}

/** A column without a score, or an estimate that is missing. */
export interface ComparisonFailure {
  readonly window: 'predictions';
  readonly feature?: string;
  readonly reason: string;
}

/**
 * Compares logged predictions with a baseline, and estimates quality from the reference profile of their version.
 * @param earlier the predictions that drift is measured against; null for the reference.
 */
export function compareWindow(
  manifest: Manifest,
  profile: PreparedProfile,
  logged: readonly LoggedPrediction[],
  earlier: BaselineRows | null = null,
): ComparedWindow {
  const rows = predictionRows(manifest, logged);
  const withReference = evaluateWindow(profile, rows);
  const { stated, profile: baseline } = prepareBaseline(manifest, profile, earlier);
  const drift = driftFrom(baseline, { profile, rows, withReference });
  const { estimator } = profile.profile;
  const { probabilities } = rows;
  const isReliable = drift.outsideReference?.length === 0;
  const isMissing = isReliable && estimator !== null && drift.estimated === null && probabilities !== null;
  const window = { predictions: logged.map(({ prediction }) => prediction), probabilities };
  return {
    drift,
    baseline: stated,
    estimatedF1:
      manifest.task === 'multilabel'
        ? estimatedF1OfLabels(manifest, drift)
        : isReliable
          ? estimatedF1(manifest, profile, window)
          : null,
    failures: failuresOf(drift, isMissing),
  };
}

/** A window that has been compared with the reference. */
interface ComparedRows {
  readonly profile: PreparedProfile;
  readonly rows: PredictionRows;
  readonly withReference: WindowEvaluation;
}

/** The drift from a baseline, null where there is none, with the quality that the reference says. */
function driftFrom(
  baseline: PreparedProfile | null,
  { profile, rows, withReference }: ComparedRows,
): WindowEvaluation {
  if (baseline === profile) return withReference;
  if (baseline === null) return withoutDrift(withReference);
  return withQualityOf(withReference, evaluateWindow(baseline, rows));
}

/** Averaged as the manifest says; null for a regression. */
function estimatedF1(
  { f1_average: average }: Exclude<Manifest, MultilabelManifest>,
  { profile }: PreparedProfile,
  window: Parameters<typeof estimateF1>[2],
): EstimateBand | null {
  return average === null ? null : estimateF1(profile, average, window);
}

function failuresOf(
  { columns, prediction, predictions = [prediction] }: WindowEvaluation,
  isEstimateMissing: boolean,
): ComparisonFailure[] {
  const failed = [...columns, ...predictions].flatMap(({ name, failure }): ComparisonFailure[] =>
    failure === null ? [] : [{ window: 'predictions', feature: name, reason: failure }],
  );
  return isEstimateMissing ? [...failed, { window: 'predictions', reason: 'estimate' }] : failed;
}
