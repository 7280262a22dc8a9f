import type { Manifest } from '../../../../predict/dist/models/index.js';
import { labelledQuality, type ScoredLabel } from '../../../../predict/dist/monitoring/quality/index.js';

export type { ScoredLabel };

/** The quality of the model on the rows whose actual value is known, as the manifest has it; undefined without such rows. */
export function metricsOf(manifest: Manifest, rows: readonly ScoredLabel[]): object | undefined {
  if (rows.length === 0) return undefined;
  const quality = labelledQuality(manifest, rows);
  const holdout_rows = rows.length;
  if (quality.task === 'regression') {
    const { targets } = quality;
    return {
      ...errorsOf(quality),
      ...(targets && { targets: Object.fromEntries(targets.map((each) => [each.name, errorsOf(each)])) }),
      holdout_rows,
    };
  }
  const { f1, precision, recall } = quality;
  const scores = { f1, precision, recall, holdout_rows };
  return quality.task === 'multilabel'
    ? { ...scores, accuracy: quality.subsetAccuracy, hamming_loss: quality.hammingLoss }
    : { ...scores, accuracy: quality.accuracy };
}

function errorsOf(errors: {
  readonly meanAbsoluteError: number | null;
  readonly rootMeanSquaredError: number | null;
  readonly r2: number | null;
}) {
  return { mae: errors.meanAbsoluteError, rmse: errors.rootMeanSquaredError, r2: errors.r2 };
}
