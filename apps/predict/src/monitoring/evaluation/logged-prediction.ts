import type { PredictionRows } from '@plumbline/evaluation';
import type { FeatureRow, FeatureValue, Manifest } from '../../models/manifest/index.js';
import { outcomeFormOfManifest } from '../../models/outcomes/index.js';
import { predictedColumns } from '../../models/profiles/index.js';

/** A prediction from the log. */
export interface LoggedPrediction {
  readonly features: FeatureRow;
  /** A class, or the decimal text of a number. */
  readonly prediction: string;
  /** Of the classes or labels; of a model that gives scores, its scores. */
  readonly probabilities: readonly number[] | null;
  readonly embedding: readonly number[] | null;
}

/** Logged predictions by column, as profiles are built from them and compared with them. */
export function predictionRows(manifest: Manifest, logged: readonly LoggedPrediction[]): PredictionRows {
  const { ofText } = outcomeFormOfManifest(manifest);
  const predicted = logged.map(({ prediction, probabilities: scores, embedding }) => ({
    prediction: ofText(prediction),
    ...(scores !== null && { scores }),
    ...(embedding !== null && { embedding }),
  }));
  return {
    rows: columnsOf(manifest, logged),
    ...predictedColumns(manifest, predicted),
    probabilities: probabilitiesOf(manifest, logged),
  };
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
