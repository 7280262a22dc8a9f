import { averageScores, ConfusionCounts, MultiLabelCounts } from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../../models/manifest/index.js';
import { partsOfText } from '../../models/outcomes/index.js';
import type { SharedOutcome } from './shared-outcome.js';

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
  /** Averaged as the champion's manifest says. Absent for a regression, and below the window's minimum. Of several labels: those that both versions have. */
  readonly f1?: Pair;
  /** In the unit of the target. Absent for a classification, and below the window's minimum. */
  readonly meanAbsoluteError?: Pair;
}

/** Scores both versions by the champion's manifest and over what both predict, so that the scores are comparable. */
export function compare(
  manifest: Manifest,
  shared: SharedOutcome,
  counts: readonly OutcomeCount[],
): ShadowComparison {
  const rows = counts.reduce((sum, count) => sum + count.rows, 0);
  if (rows === 0 || rows < manifest.windows.feedback.minimum || !shared.isComparable) return { rows };
  switch (manifest.task) {
    case 'regression':
      return { rows, meanAbsoluteError: pair((role) => meanAbsoluteError(shared, counts, role)) };
    case 'multilabel':
      return { rows, f1: pair((role) => labelsF1(manifest.f1_average, shared, counts, role)) };
    case 'binary':
    case 'multiclass':
    case 'anomaly':
      return { rows, f1: pair((role) => f1(manifest, counts, role)) };
  }
}

function pair(of: (role: keyof Pair) => number | undefined): Pair {
  return { champion: of('champion'), challenger: of('challenger') };
}

/** Of several targets the mean over the targets; undefined unless each has a label. */
function meanAbsoluteError(
  shared: SharedOutcome,
  counts: readonly OutcomeCount[],
  role: keyof Pair,
): number | undefined {
  const { names } = shared;
  const partsOf = (of: keyof Pair, text: string) =>
    names.length === 0 ? [Number(text)] : shared.partsOf(of, partsOfText(text));
  const sums = Array.from({ length: Math.max(1, names.length) }, () => ({ error: 0, rows: 0 }));
  for (const count of counts) {
    const [actual, predicted] = [partsOf('champion', count.actual), partsOf(role, count[role])];
    for (const [place, sum] of sums.entries()) {
      const [known, given] = [actual[place], predicted[place]];
      if (known == null || given == null) continue;
      sum.error += count.rows * Math.abs(known - given);
      sum.rows += count.rows;
    }
  }
  if (sums.some((sum) => sum.rows === 0)) return undefined;
  return sums.reduce((total, sum) => total + sum.error / sum.rows, 0) / sums.length;
}

function labelsF1(
  average: Extract<Manifest, { task: 'multilabel' }>['f1_average'],
  shared: SharedOutcome,
  counts: readonly OutcomeCount[],
  role: keyof Pair,
): number | undefined {
  const labels = new MultiLabelCounts(shared.names);
  for (const count of counts) {
    const actual = shared.partsOf('champion', partsOfText(count.actual));
    const predicted = shared.partsOf(role, partsOfText(count[role]));
    for (let row = 0; row < count.rows; row += 1) labels.add(actual, predicted);
  }
  const { f1 } = labels.scores(average);
  return Number.isNaN(f1) ? undefined : f1;
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
