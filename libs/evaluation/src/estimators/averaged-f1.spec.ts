import { describe, expect, test } from '@jest/globals';
import { averageScores, ConfusionCounts } from '../quality/index.js';
import { estimateAveragedF1 } from './averaged-f1.js';
import { calibrateRows, fitMulticlassEstimator } from './multiclass-estimator.js';

const classes = ['a', 'b', 'c'];

function* uniform(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

/** Calibrated rows of three classes, with the most probable class as the prediction. */
function calibratedRows(count: number, seed: number) {
  const source = uniform(seed);
  const next = () => source.next().value;
  const columns = classes.map(() => new Float64Array(count));
  const predicted = Array.from({ length: count }, (_, row) => {
    const weights = [next() ** 2 * 3, next() ** 2, next() ** 3];
    const total = weights[0]! + weights[1]! + weights[2]!;
    weights.forEach((weight, index) => (columns[index]![row] = weight / total));
    return weights.indexOf(Math.max(...weights));
  });
  const draw = () =>
    predicted.map((_, row) => {
      const place = next();
      if (place < columns[0]![row]!) return 0;
      return place < columns[0]![row]! + columns[1]![row]! ? 1 : 2;
    });
  return { columns, predicted, draw };
}

function realised(average: 'macro' | 'weighted', actual: readonly number[], predicted: readonly number[]) {
  const counts = new ConfusionCounts(classes);
  actual.forEach((label, row) => counts.add(classes[label]!, classes[predicted[row]!]!));
  return averageScores(counts, { average }).f1!;
}

describe.each(['macro', 'weighted'] as const)('the %s F1 without labels', (average) => {
  test('equals the realised one where the probabilities are certain', () => {
    const actual = [0, 0, 1, 2, 2, 2, 0];
    const predicted = [0, 1, 1, 2, 0, 2, 0];
    const columns = classes.map((_, index) => Float64Array.from(actual, (label) => Number(label === index)));
    const { value } = estimateAveragedF1(average, columns, predicted)!;
    expect(value).toBeCloseTo(realised(average, actual, predicted), 12);
  });

  test('leaves out a class that no row is given and none is expected to be of', () => {
    const actual = [0, 1, 1, 0];
    const predicted = [0, 1, 0, 0];
    const columns = classes.map((_, index) => Float64Array.from(actual, (label) => Number(label === index)));
    const { value } = estimateAveragedF1(average, columns, predicted)!;
    expect(value).toBeCloseTo(realised(average, actual, predicted), 12);
  });

  test('is what labels drawn from the probabilities give on average', () => {
    const { columns, predicted, draw } = calibratedRows(2_000, 7);
    const { value } = estimateAveragedF1(average, columns, predicted)!;
    const drawn = Array.from({ length: 40 }, () => realised(average, draw(), predicted));
    expect(value).toBeCloseTo(drawn.reduce((sum, one) => sum + one) / drawn.length, 2);
  });

  test('has the standard error that fresh samples of the rows show', () => {
    const estimates = Array.from({ length: 150 }, (_, seed) => {
      const { columns, predicted, draw } = calibratedRows(400, seed * 977 + 3);
      const actual = realised(average, draw(), predicted);
      return { actual, standardError: estimateAveragedF1(average, columns, predicted)!.standardError };
    });
    const mean = estimates.reduce((sum, { actual }) => sum + actual, 0) / estimates.length;
    const spread = Math.sqrt(
      estimates.reduce((sum, { actual }) => sum + (actual - mean) ** 2, 0) / (estimates.length - 1),
    );
    const told = estimates.reduce((sum, { standardError }) => sum + standardError, 0) / estimates.length;
    expect(told / spread).toBeGreaterThan(0.85);
    expect(told / spread).toBeLessThan(1.15);
  });

  test('stays within 0 and 1, and is unknown without rows', () => {
    const sure = classes.map((_, index) => Float64Array.of(index === 0 ? 1 : 0));
    expect(estimateAveragedF1('weighted', sure, [0])).toEqual({
      value: 1,
      standardError: 0,
      lower: 1,
      upper: 1,
    });
    expect(
      estimateAveragedF1(
        average,
        classes.map(() => new Float64Array()),
        [],
      ),
    ).toBeUndefined();
  });
});

/** Rows of a model of three classes whose probabilities are too certain, and their actual classes. */
function overconfidentRows(count: number, seed: number) {
  const source = uniform(seed);
  const next = () => source.next().value;
  const rows = Array.from({ length: count }, () => {
    const logits = classes.map(() => 3 * (next() + next() + next() - 1.5));
    const softmax = (sharpness: number) => {
      const weights = logits.map((logit) => Math.exp(sharpness * logit));
      const total = weights.reduce((sum, weight) => sum + weight);
      return weights.map((weight) => weight / total);
    };
    const [first = NaN, second = NaN] = softmax(1);
    const place = next();
    return {
      probabilities: softmax(2),
      predicted: logits.indexOf(Math.max(...logits)),
      actual: place < first ? 0 : place < first + second ? 1 : 2,
    };
  });
  return {
    classes: 3,
    probabilities: rows.flatMap(({ probabilities }) => probabilities),
    predicted: rows.map(({ predicted }) => predicted),
    actual: rows.map(({ actual }) => actual),
  };
}

test('the band allows for the chance in a small reference', () => {
  const cases = Array.from({ length: 100 }, (_, seed) => {
    const { curves } = fitMulticlassEstimator(overconfidentRows(300, 2 * seed + 1));
    const window = overconfidentRows(1_000, 2 * seed + 7_000_001);
    return { window, columns: calibrateRows(curves, window.probabilities) };
  });
  const within = (reference?: number) =>
    cases.filter(({ window, columns }) => {
      const { lower, upper } = estimateAveragedF1('macro', columns, window.predicted, { reference })!;
      const actual = realised('macro', window.actual, window.predicted);
      return lower <= actual && actual <= upper;
    });
  expect(within(300).length).toBeGreaterThanOrEqual(95);
  expect(within().length).toBeLessThan(85);
});
