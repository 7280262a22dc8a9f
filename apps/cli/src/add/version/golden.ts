import {
  type FeatureRow,
  type Manifest,
  outcomeFormOf,
  outcomeKindOf,
} from '../../../../predict/dist/models/index.js';
import type { Answers } from './graph-runner.js';

const MAX_ROWS = 20;
/** Two rows can run alone and together. */
const MIN_ROWS = 2;
/** Characters of `golden.json`, unless fewer than two rows fit. */
const MAX_LENGTH = 1_000_000;

/** Rows that stand for the table: the first of each predicted class, and others spread over it, at most 20 by default. */
export function spreadRows(answers: Answers, maxRows: number = MAX_ROWS): number[] {
  const step = Math.max(1, Math.floor(answers.length / maxRows));
  const seen = new Map(answers.map(({ prediction }, row) => [String(prediction), row]));
  const firstOfClass = seen.size <= maxRows / 2 ? [...seen.values()] : [];
  const spread = Array.from({ length: maxRows }, (_, place) => place * step);
  return [...new Set([...firstOfClass, ...spread])].filter((row) => row < answers.length).slice(0, maxRows);
}

/** The content of `golden.json`: rows with their answers, fewer of a model with large rows. */
export function goldenJson(manifest: Manifest, rows: readonly FeatureRow[], answers: Answers): string {
  const golden = goldenRows(manifest, rows, answers);
  let length = 0;
  const fitting = golden.findIndex(
    (row) => (length += JSON.stringify(row, undefined, 2).length) > MAX_LENGTH,
  );
  const kept = fitting === -1 ? golden : golden.slice(0, Math.max(MIN_ROWS, fitting));
  return `${JSON.stringify(kept, undefined, 2)}\n`;
}

function goldenRows(manifest: Manifest, rows: readonly FeatureRow[], answers: Answers): unknown[] {
  const kind = outcomeKindOf(manifest);
  const form = outcomeFormOf(kind);
  return spreadRows(answers).map((row) => {
    const { prediction, probabilities } = answers[row]!;
    const shares = kind.names.map((name, place) => [name, probabilities?.[place]] as const);
    return {
      features: rows[row],
      prediction: form.toJson(prediction),
      ...(probabilities !== undefined && { probabilities: Object.fromEntries(shares) }),
    };
  });
}
