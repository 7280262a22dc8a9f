import type { ClassificationEvaluation, ModelEvaluation } from './model-evaluation.js';

/** How the scores of a version are averaged, as its manifest says. */
export interface Averaging {
  readonly average: string | null;
  readonly positiveClass: string | null;
}

type ScoreName = 'f1' | 'precision' | 'recall';

/** What F1, precision and recall are about. */
export interface ScoreCoverage {
  /** Classes that are the truth or the prediction of a row; of a binary average the positive class alone. */
  readonly coveredClasses: number;
  /** Why a score is null; null where it is not. */
  readonly undefinedScores: Readonly<Record<ScoreName, string | null>>;
}

/** Where the positive class is missing when a score is undefined. */
const MISSING: Record<ScoreName, string> = {
  f1: 'as truth or as prediction',
  precision: 'as prediction',
  recall: 'as truth',
};

/** How many classes the scores cover, and why they are null; only those of a positive class can be. */
export function scoreCoverage(
  quality: ClassificationEvaluation,
  { average, positiveClass }: Averaging,
): ScoreCoverage {
  const reason = (name: ScoreName) =>
    quality[name] === null ? `no row has “${positiveClass}” ${MISSING[name]}` : null;
  return {
    coveredClasses:
      average === 'binary'
        ? Number(quality.f1 !== null)
        : quality.classes.filter(({ f1 }) => f1 !== null).length,
    undefinedScores: { f1: reason('f1'), precision: reason('precision'), recall: reason('recall') },
  };
}

/** A quality as answers have it: that of a classifier with the coverage of its scores. */
export function withCoverage(quality: ModelEvaluation['quality'], averaging: Averaging) {
  if (quality === null || quality.task === 'regression') return quality;
  return { ...quality, ...scoreCoverage(quality, averaging) };
}
