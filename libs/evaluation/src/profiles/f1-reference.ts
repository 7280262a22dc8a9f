import { estimateAveragedF1, fitIsotonic } from '../estimators/index.js';
import { type Average, averageScores, ConfusionCounts } from '../quality/index.js';
import { itemAt } from '../statistics/index.js';
import { calibratedColumns } from './calibrated-columns.js';
import type { CalibrationCurves, F1Profile } from './reference-profile.js';
import { splitErrors } from './split-errors.js';

/** Labelled rows; classes are given by their index, probabilities row after row. */
export interface LabelledRows {
  readonly classes: readonly string[];
  readonly probabilities: ArrayLike<number>;
  readonly predicted: readonly number[];
  readonly actual: readonly number[];
}

/**
 * The estimate of F1 on the reference itself by average, and its error. NannyML's error is that of drawing rows, but curves of few rows
 * also err: one half of the reference is estimated by curves of the other half, so that both errors show.
 */
export function f1Profiles(
  rows: LabelledRows,
  estimator: CalibrationCurves,
): Readonly<Partial<Record<Average, F1Profile>>> {
  const positive = estimator.task === 'binary' ? estimator.positiveClass : null;
  const averages = (['binary', 'macro', 'micro', 'weighted'] as const).filter(
    (average) => average !== 'binary' || positive !== null,
  );
  const all = Uint32Array.from(rows.predicted, (_, row) => row);
  const errors = splitErrors(all.length, rows.classes.length, averages, (fitted, held) => {
    const refitted = refit(rows, estimator, fitted);
    return (average) => estimateOf(rows, refitted, average, held) - realisedF1(rows, positive, average, held);
  });
  return Object.fromEntries(
    averages
      .map((average): [Average, F1Profile] => {
        return [average, { value: estimateOf(rows, estimator, average, all), errorOfOne: errors[average] }];
      })
      .filter(([, { value }]) => !Number.isNaN(value)),
  );
}

/** The estimator with its curves fitted on some of the rows. */
function refit(
  { classes, probabilities, actual }: LabelledRows,
  estimator: CalibrationCurves,
  some: Uint32Array,
) {
  const curve = (index: number) =>
    fitIsotonic(
      Float64Array.from(some, (row) => probabilities[row * classes.length + index] ?? NaN),
      Float64Array.from(some, (row) => Number(actual[row] === index)),
    );
  if (estimator.task === 'multiclass') {
    return { ...estimator, curves: estimator.curves.map((known, index) => known && curve(index)) };
  }
  return { ...estimator, curve: estimator.curve && curve(classes.indexOf(estimator.positiveClass)) };
}

/** NaN where F1 is undefined. */
function estimateOf(
  rows: LabelledRows,
  estimator: CalibrationCurves,
  average: Average,
  some: Uint32Array,
): number {
  const { classes, probabilities, predicted } = rows;
  const width = classes.length;
  const values = new Float64Array(some.length * width);
  some.forEach((row, place) => {
    for (let index = 0; index < width; index++) {
      values[place * width + index] = probabilities[row * width + index] ?? NaN;
    }
  });
  const given = Array.from(some, (row) => itemAt(predicted, row));
  const columns = calibratedColumns(classes, estimator, values);
  const positive = estimator.task === 'binary' ? classes.indexOf(estimator.positiveClass) : -1;
  return estimateAveragedF1(average, columns, given, { positive })?.value ?? NaN;
}

/** NaN where F1 is undefined. */
function realisedF1(
  { classes, predicted, actual }: LabelledRows,
  positiveClass: string | null,
  average: Average,
  some: ArrayLike<number>,
): number {
  const counts = new ConfusionCounts([...classes]);
  for (let place = 0; place < some.length; place++) {
    const row = some[place] ?? NaN;
    counts.add(itemAt(classes, actual[row] ?? NaN), itemAt(classes, predicted[row] ?? NaN));
  }
  return averageScores(counts, { average, positiveClass }).f1 ?? NaN;
}
