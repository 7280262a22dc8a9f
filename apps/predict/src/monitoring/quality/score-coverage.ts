import type {
  ClassificationEvaluation,
  MultilabelEvaluation,
  QualityEvaluation,
} from './labelled-quality.js';

/** How the scores of a version are averaged, as its manifest says. */
export interface Averaging {
  readonly average: string | null;
  readonly positiveClass: string | null;
}

type ScoreName = 'f1' | 'precision' | 'recall';

/** The classes that F1, precision and recall cover. */
export interface ScoreCoverage {
  /** Classes that are the label or the prediction of a row; with a binary average the positive class alone. */
  readonly coveredClasses: number;
  /** Why a score is null; null where it is not. */
  readonly undefinedScores: Readonly<Record<ScoreName, string | null>>;
}

const reasons: Record<ScoreName, (positiveClass: string | null) => string> = {
  f1: (name) => `“${name}” is neither the label nor the prediction of any row`,
  precision: (name) => `“${name}” is not the prediction of any row`,
  recall: (name) => `“${name}” is not the label of any row`,
};

/** How many classes the scores cover, and why they are null, which they can be with a positive class only. Scores of labels cover all. */
export function scoreCoverage(
  quality: ClassificationEvaluation | MultilabelEvaluation,
  { average, positiveClass }: Averaging,
): ScoreCoverage {
  if (quality.task === 'multilabel') {
    return {
      coveredClasses: quality.labels.length,
      undefinedScores: { f1: null, precision: null, recall: null },
    };
  }
  const reason = (name: ScoreName) => (quality[name] === null ? reasons[name](positiveClass) : null);
  return {
    coveredClasses:
      average === 'binary'
        ? Number(quality.f1 !== null)
        : quality.classes.filter(({ f1 }) => f1 !== null).length,
    undefinedScores: { f1: reason('f1'), precision: reason('precision'), recall: reason('recall') },
  };
}

/** A quality for an answer: that of a classifier with the coverage of its scores. */
export function withCoverage(quality: QualityEvaluation | null, averaging: Averaging) {
  if (quality === null || quality.task === 'regression' || quality.task === 'multilabel') return quality;
  return { ...quality, ...scoreCoverage(quality, averaging) };
}
