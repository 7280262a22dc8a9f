import {
  estimateF1,
  evaluateWindow,
  type PreparedProfile,
  type WindowEvaluation,
} from '@plumbline/evaluation';
import type { FeatureRow, FeatureValue, Manifest } from '../../models/manifest/index.js';
import { outcomeFormOfManifest } from '../../models/outcomes/index.js';
import { predictedColumns } from '../../models/profiles/index.js';
import { estimatedF1OfLabels, type MultilabelManifest } from './estimated-labels.js';
import type { EstimateBand } from './model-evaluation.js';

/** A prediction from the log. */
export interface LoggedPrediction {
  readonly features: FeatureRow;
  /** A class, or the decimal text of a number. */
  readonly prediction: string;
  /** Of the classes or labels; of a model that gives scores, its scores. */
  readonly probabilities: readonly number[] | null;
  readonly embedding: readonly number[] | null;
}

/** How a prediction window differs from the reference, and the parts that have no result. */
export interface ComparedWindow {
  readonly drift: WindowEvaluation;
  readonly estimatedF1: EstimateBand | null;
  readonly failures: readonly ComparisonFailure[];
}

/** A column without a score, or an estimate that is missing. */
export interface ComparisonFailure {
  readonly window: 'predictions';
  readonly feature?: string;
  readonly reason: string;
}

/** Compares logged predictions with the reference profile of their version. */
export function compareWindow(
  manifest: Manifest,
  profile: PreparedProfile,
  logged: readonly LoggedPrediction[],
): ComparedWindow {
  const probabilities = probabilitiesOf(manifest, logged);
  const labels = logged.map(({ prediction }) => prediction);
  const { ofText } = outcomeFormOfManifest(manifest);
  const predicted = logged.map(({ prediction, probabilities: scores, embedding }) => ({
    prediction: ofText(prediction),
    ...(scores !== null && { scores }),
    ...(embedding !== null && { embedding }),
  }));
  const drift = evaluateWindow(profile, {
    rows: columnsOf(manifest, logged),
    ...predictedColumns(manifest, predicted),
    probabilities,
  });
  const { estimator } = profile.profile;
  const { estimated } = drift;
  const isMissing = estimator !== null && estimated === null && probabilities !== null;
  const window = { predictions: labels, probabilities };
  return {
    drift,
    estimatedF1:
      manifest.task === 'multilabel'
        ? estimatedF1OfLabels(manifest, drift)
        : estimatedF1(manifest, profile, window),
    failures: failuresOf(drift, isMissing),
  };
}

/** Averaged as the manifest says; null for a regression. */
function estimatedF1(
  { f1_average: average }: Exclude<Manifest, MultilabelManifest>,
  { profile }: PreparedProfile,
  window: Parameters<typeof estimateF1>[2],
): EstimateBand | null {
  return average === null ? null : estimateF1(profile, average, window);
}

/** The values of each feature; null where a row has none, which counts as missing. */
export function columnsOf({ features }: Manifest, logged: readonly LoggedPrediction[]) {
  const columns = features.map(({ name }) => ({ name, values: new Array<FeatureValue>(logged.length) }));
  // Row by row: a row of thousands of features is a hash table, which the cache of the processor holds only for a while.
  for (const [place, row] of logged.entries()) {
    for (const { name, values } of columns) values[place] = row.features[name] ?? null;
  }
  return Object.fromEntries(columns.map(({ name, values }) => [name, values]));
}

/** Row after row; null unless every row has a probability for each class or label. */
function probabilitiesOf({ classes }: Manifest, logged: readonly LoggedPrediction[]): Float64Array | null {
  if (classes === null) return null;
  if (logged.some(({ probabilities }) => probabilities?.length !== classes.length)) return null;
  return Float64Array.from(logged.flatMap(({ probabilities }) => probabilities ?? []));
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
