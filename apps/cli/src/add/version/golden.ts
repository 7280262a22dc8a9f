import {
  type FeatureRow,
  type Manifest,
  outcomeFormOf,
  outcomeKindOf,
} from '../../../../predict/dist/models/index.js';
import type { Answers } from './graph-runner.js';

const MAX_ROWS = 20;

/** Rows that stand for the table: the first of each predicted class, and others spread over it, at most 20 by default. */
export function spreadRows(answers: Answers, maxRows: number = MAX_ROWS): number[] {
  const step = Math.max(1, Math.floor(answers.length / maxRows));
  const seen = new Map(answers.map(({ prediction }, row) => [String(prediction), row]));
  const firstOfClass = seen.size <= maxRows / 2 ? [...seen.values()] : [];
  const spread = Array.from({ length: maxRows }, (_, place) => place * step);
  return [...new Set([...firstOfClass, ...spread])].filter((row) => row < answers.length).slice(0, maxRows);
}

/** `golden.json`: rows with their answers. */
export function goldenRows(manifest: Manifest, rows: readonly FeatureRow[], answers: Answers): unknown[] {
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
