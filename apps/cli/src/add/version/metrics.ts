import { accuracy, averageScores, ConfusionCounts, regressionQuality } from '@plumbline/evaluation';
import type { Manifest } from '../../../../predict/dist/models/index.js';
import type { Answers } from './graph-runner.js';

/** The quality of the model on the rows, as the manifest has it. */
export function metricsOf(
  manifest: Pick<Manifest, 'task' | 'classes' | 'f1_average' | 'positive_class'>,
  answers: Answers,
  actual: readonly (string | number | null)[],
): Manifest['metrics'] {
  const known = actual.flatMap((value, row) =>
    value === null ? [] : [{ value, predicted: answers[row]?.prediction ?? value }],
  );
  if (manifest.classes === null) {
    const { meanAbsoluteError, rootMeanSquaredError, r2 } = regressionQuality(
      known.map(({ value }) => Number(value)),
      known.map(({ predicted }) => Number(predicted)),
    );
    return { mae: meanAbsoluteError, rmse: rootMeanSquaredError, r2, holdout_rows: known.length };
  }
  const counts = new ConfusionCounts(manifest.classes);
  for (const { value, predicted } of known) counts.add(String(value), String(predicted));
  const options = { average: manifest.f1_average ?? 'weighted', positiveClass: manifest.positive_class };
  const { f1 = null, precision = null, recall = null } = averageScores(counts, options);
  return { f1, precision, recall, accuracy: accuracy(counts) ?? 0, holdout_rows: known.length };
}
