import { averageScores, ConfusionCounts } from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../../models/manifest/index.js';

/** One score of the champion and of the challenger over the same rows; absent where it is undefined. */
export interface Pair {
  readonly champion?: number;
  readonly challenger?: number;
}

/** The number of rows with this actual value and these predictions. */
export interface OutcomeCount {
  readonly actual: string;
  readonly champion: string;
  readonly challenger: string;
  readonly rows: number;
}

/** Champion and challenger over the rows of the champion's feedback window that both predicted. */
export interface ShadowComparison {
  readonly rows: number;
  /** Averaged as the champion's manifest says. Absent for a regression, and below the window's minimum. */
  readonly f1?: Pair;
  /** In the unit of the target. Absent for a classification, and below the window's minimum. */
  readonly meanAbsoluteError?: Pair;
}

/** Scores both versions by the champion's manifest, so that the scores are comparable. */
export function compare(manifest: Manifest, counts: readonly OutcomeCount[]): ShadowComparison {
  const rows = counts.reduce((sum, count) => sum + count.rows, 0);
  if (rows === 0 || rows < manifest.windows.feedback.minimum) return { rows };
  return manifest.task === 'regression'
    ? { rows, meanAbsoluteError: pair((role) => meanAbsoluteError(counts, role) / rows) }
    : { rows, f1: pair((role) => f1(manifest, counts, role)) };
}

function pair(of: (role: keyof Pair) => number | undefined): Pair {
  return { champion: of('champion'), challenger: of('challenger') };
}

function meanAbsoluteError(counts: readonly OutcomeCount[], role: keyof Pair): number {
  return counts.reduce(
    (sum, count) => sum + count.rows * Math.abs(Number(count.actual) - Number(count[role])),
    0,
  );
}

/** A challenger may predict classes that the champion does not have; those predictions count as wrong. */
function f1(
  manifest: ClassificationManifest,
  counts: readonly OutcomeCount[],
  role: keyof Pair,
): number | undefined {
  const classes = [...new Set([...manifest.classes, ...counts.map((count) => count[role])])];
  const confusion = new ConfusionCounts(classes);
  for (const count of counts) {
    for (let row = 0; row < count.rows; row += 1) confusion.add(count.actual, count[role]);
  }
  const { f1_average: average, positive_class: positiveClass } = manifest;
  return averageScores(confusion, { average, positiveClass }).f1;
}
