import { ClassOutcomes, F1Scores, MeanScores, type RowScores } from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../manifest/index.js';
import { OTHER_CLASS, partsOfText } from '../outcomes/index.js';

/** The stored texts of a prediction and its label. */
export interface Labelled {
  readonly predicted: string;
  readonly actual: string;
}

/** Labelled predictions scored as the manifest says: F1 in its average, or the mean absolute error. */
export function labelScores(manifest: Manifest, rows: readonly Labelled[]): RowScores {
  switch (manifest.task) {
    case 'regression':
      return new MeanScores('mean_absolute_error', Float64Array.from(rows, errorOf(manifest)));
    case 'multilabel':
      return manifest.f1_average === 'samples'
        ? new MeanScores('f1', Float64Array.from(rows, rowF1))
        : labelsF1(manifest, rows);
    case 'binary':
    case 'multiclass':
    case 'anomaly':
      return classF1(manifest, rows);
  }
}

function classF1(manifest: ClassificationManifest, rows: readonly Labelled[]): F1Scores {
  const { f1_average: average, positive_class: positiveClass, classes } = manifest;
  const known = new Set<string>(classes);
  const outcomes = new ClassOutcomes(average, positiveClass);
  for (const { actual, predicted } of rows) {
    outcomes.add([known.has(actual) ? actual : OTHER_CLASS], [predicted]);
  }
  return new F1Scores(outcomes);
}

type MultilabelManifest = Extract<Manifest, { task: 'multilabel' }>;

/** Labels whose actual value is unknown do not count. */
function labelsF1({ f1_average, classes }: MultilabelManifest, rows: readonly Labelled[]): F1Scores {
  const average = f1_average === 'samples' ? 'micro' : f1_average;
  const outcomes = new ClassOutcomes(average);
  for (const row of rows) {
    const [actual, predicted] = [partsOfText(row.actual), partsOfText(row.predicted)];
    const having = (parts: typeof actual) =>
      classes.filter((_, place) => actual[place] !== null && parts[place] === 1);
    outcomes.add(having(actual), having(predicted));
  }
  return new F1Scores(outcomes, average === 'macro' ? classes.length : undefined);
}

/** 0 for a row without labels, as in scikit-learn; NaN for a row with unknown ones. */
function rowF1(row: Labelled): number {
  const [actual, predicted] = [partsOfText(row.actual), partsOfText(row.predicted)];
  if (actual.includes(null)) return NaN;
  const hits = actual.filter((flag, place) => flag === 1 && predicted[place] === 1).length;
  const flags = [...actual, ...predicted].filter((flag) => flag === 1).length;
  return flags === 0 ? 0 : (2 * hits) / flags;
}

/** Of several targets the mean over those that are known. */
function errorOf({ targets }: Extract<Manifest, { task: 'regression' }>): (row: Labelled) => number {
  if (targets === undefined) return ({ actual, predicted }) => Math.abs(Number(actual) - Number(predicted));
  return ({ actual, predicted }) => {
    const given = partsOfText(predicted);
    const errors = partsOfText(actual).flatMap((part, place) => {
      const other = given[place];
      return part === null || other == null ? [] : [Math.abs(part - other)];
    });
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  };
}
