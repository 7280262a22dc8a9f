import { estimateAveragedF1, fitIsotonic } from '../estimators/index.js';
import { type Average, averageScores, ConfusionCounts } from '../quality/index.js';
import { itemAt, MersenneTwister } from '../statistics/index.js';
import { calibratedColumns } from './calibrated-columns.js';
import type { EstimatorProfile, F1Profile } from './reference-profile.js';

/** Labelled rows; classes are given by their index, probabilities row after row. */
export interface LabelledRows {
  readonly classes: readonly string[];
  readonly probabilities: ArrayLike<number>;
  readonly predicted: readonly number[];
  readonly actual: readonly number[];
}

/** With more rows, halves of some of them show the error. */
const MAX_ROWS = 20_000;
const MAX_REPEATS = 10;
/** Probabilities that all repeats together may calibrate. */
const MAX_VALUES = 2_000_000;
const SEED = 42;

/**
 * The estimate of F1 on the reference itself by average, and its error. NannyML's error is that of drawing rows, but curves of few rows
 * also err: one half of the reference is estimated by curves of the other half, so that both errors show.
 */
export function f1Profiles(
  rows: LabelledRows,
  estimator: EstimatorProfile,
): Readonly<Partial<Record<Average, F1Profile>>> {
  const all = rows.predicted.map((_, row) => row);
  const positive = estimator.task === 'binary' ? estimator.positiveClass : null;
  const averages = (['binary', 'macro', 'micro', 'weighted'] as const).filter(
    (average) => average !== 'binary' || positive !== null,
  );
  const step = Math.ceil(all.length / MAX_ROWS);
  const taken = Uint32Array.from(all.filter((row) => row % step === 0));
  const halves = halvesOf(taken, Math.floor(MAX_VALUES / (taken.length * rows.classes.length)));
  const squares = new Map(averages.map((average) => [average, 0]));
  for (const { fitted, held } of halves) {
    const refitted = refit(rows, estimator, fitted);
    for (const average of averages) {
      const difference =
        estimateOf(rows, refitted, average, held) - realisedF1(rows, positive, average, held);
      squares.set(average, (squares.get(average) ?? 0) + (difference || 0) ** 2);
    }
  }
  // Both halves have a part in the difference, each with the variance of one row over its rows.
  const scale = taken.length / 4 / halves.length;
  return Object.fromEntries(
    averages
      .map((average): [Average, F1Profile] => {
        const value = estimateOf(rows, estimator, average, Uint32Array.from(all));
        return [average, { value, errorOfOne: Math.sqrt((squares.get(average) ?? 0) * scale) }];
      })
      .filter(([, { value }]) => !Number.isNaN(value)),
  );
}

interface Halves {
  readonly fitted: Uint32Array;
  readonly held: Uint32Array;
}

/** Random halves, each used both ways. */
function halvesOf(rows: Uint32Array, affordable: number): Halves[] {
  const random = new MersenneTwister(SEED);
  const repeats = Math.max(1, Math.min(MAX_REPEATS, affordable));
  return Array.from({ length: repeats }, () => {
    const order = random.permutation(rows.length).map((place) => rows[place] ?? NaN);
    const [one, other] = [order.subarray(0, rows.length >> 1), order.subarray(rows.length >> 1)];
    return [
      { fitted: one, held: other },
      { fitted: other, held: one },
    ];
  }).flat();
}

/** The estimator with its curves fitted on some of the rows. */
function refit(
  { classes, probabilities, actual }: LabelledRows,
  estimator: EstimatorProfile,
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
  estimator: EstimatorProfile,
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
