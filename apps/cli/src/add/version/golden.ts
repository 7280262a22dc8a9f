import type { FeatureRow, Manifest } from '../../../../predict/dist/models/index.js';
import type { Answers } from './graph-runner.js';

const MAX_ROWS = 20;

/** Up to 20 rows with their answers, spread over the table, and the first row of each predicted class. */
export function goldenRows(manifest: Manifest, rows: readonly FeatureRow[], answers: Answers): unknown[] {
  const step = Math.max(1, Math.floor(rows.length / MAX_ROWS));
  const firstOfClass = (manifest.classes ?? []).map((name) =>
    answers.findIndex(({ prediction }) => prediction === name),
  );
  const spread = Array.from({ length: MAX_ROWS }, (_, place) => place * step);
  const chosen = [...new Set([...firstOfClass, ...spread])].filter((row) => row >= 0 && row < rows.length);
  return chosen.slice(0, Math.max(MAX_ROWS, 2)).map((row) => goldenRow(manifest, rows[row]!, answers[row]!));
}

function goldenRow({ classes }: Manifest, features: FeatureRow, answer: Answers[number]) {
  const { prediction, probabilities } = answer;
  if (classes === null || probabilities === undefined) return { features, prediction };
  const byClass = classes.map((name, place) => [name, probabilities[place]] as const);
  return { features, prediction, probabilities: Object.fromEntries(byClass) };
}
