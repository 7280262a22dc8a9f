import { evaluateWindow, type PreparedProfile, type WindowEvaluation } from '@plumbline/evaluation';
import type { Manifest } from '../../models/manifest/index.js';
import { estimatedF1 } from './estimated-f1.js';
import type { EvaluationFailure } from './evaluation-messages.js';
import type { EstimateBand } from './model-evaluation.js';
import type { LoggedPrediction } from './window.repository.js';

/** What the prediction window says, and which parts of it have no value. */
export interface ComparedWindow {
  readonly drift: WindowEvaluation;
  readonly estimatedF1: EstimateBand | null;
  readonly failures: readonly EvaluationFailure[];
}

/** Compares logged predictions with the reference profile of their version. */
export function compareWindow(
  manifest: Manifest,
  profile: PreparedProfile,
  logged: readonly LoggedPrediction[],
): ComparedWindow {
  const probabilities = probabilitiesOf(manifest, logged);
  const labels = logged.map(({ prediction }) => prediction);
  const predictions = manifest.task === 'regression' ? labels.map(Number) : labels;
  const drift = evaluateWindow(profile, { rows: columnsOf(manifest, logged), predictions, probabilities });
  const { estimator } = profile.profile;
  const known = estimator !== null && drift.estimated !== null && probabilities !== null;
  return {
    drift,
    estimatedF1: known
      ? estimatedF1(manifest, estimator, drift.estimated, { predictions: labels, probabilities })
      : null,
    failures: failuresOf(drift, estimator !== null && probabilities !== null && drift.estimated === null),
  };
}

/** A row without a value of a feature has null there, which counts as missing. */
function columnsOf({ features }: Manifest, logged: readonly LoggedPrediction[]) {
  const columns = features.map(({ name }) => [
    name,
    logged.map((row) => (row.features[name] ?? null) as string | number | boolean | null),
  ]);
  return Object.fromEntries(columns) as Record<string, (string | number | boolean | null)[]>;
}

/** Row after row; null unless every row has one number a class. */
function probabilitiesOf({ classes }: Manifest, logged: readonly LoggedPrediction[]): Float64Array | null {
  if (classes === null) return null;
  if (logged.some(({ probabilities }) => probabilities?.length !== classes.length)) return null;
  return Float64Array.from(logged.flatMap(({ probabilities }) => probabilities ?? []));
}

function failuresOf({ columns, prediction }: WindowEvaluation, noEstimate: boolean): EvaluationFailure[] {
  const failed: EvaluationFailure[] = [...columns, prediction].flatMap(({ name, failure }) =>
    failure === null ? [] : { window: 'predictions' as const, feature: name, reason: failure },
  );
  return noEstimate ? [...failed, { window: 'predictions', reason: 'estimate' }] : failed;
}
