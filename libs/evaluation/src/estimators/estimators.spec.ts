import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { benjaminiHochberg, chunksOf, isBeyond, noiseThreshold } from '../statistics/index.js';
import { estimateBinary, fitBinaryEstimator } from './binary-estimator.js';
import { needsCalibration } from './calibration-need.js';
import { ConfidenceCounts } from './expected-quality.js';
import { calibrated, fitIsotonic } from './isotonic.js';
import { estimateLoss, fitLossEstimator, rowLosses } from './loss-estimator.js';
import { calibrateRows, estimateMulticlass, fitMulticlassEstimator } from './multiclass-estimator.js';
import { fitReconstruction, reconstructionError } from './reconstruction-error.js';

function* uniform(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

/** Rows whose score is twice as sure of itself as it should be. */
function overconfident(size: number, seed: number) {
  const source = uniform(seed);
  const scores = new Float64Array(size);
  const actual = scores.map((_, row) => {
    const truth = source.next().value;
    const odds = (truth / (1 - truth)) ** 2;
    scores[row] = odds / (1 + odds);
    return source.next().value < truth ? 1 : 0;
  });
  return { scores, predicted: scores.map((score) => (score >= 0.5 ? 1 : 0)), actual };
}

const share = fc.integer({ min: 0, max: 40 }).map((value) => value / 40);
const rows = fc.array(fc.tuple(share, fc.boolean()), { minLength: 1, maxLength: 50 });

describe('isotonic calibration', () => {
  test('never falls, and keeps the number of events it expects', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const scores = list.map(([score]) => score);
        const outcomes = list.map(([, happened]) => Number(happened));
        const curve = fitIsotonic(scores, outcomes);
        const values = [...scores].sort((a, b) => a - b).map((score) => calibrated(curve, score));
        values.forEach((value, index) => {
          expect(value).toBeGreaterThanOrEqual((values[index - 1] ?? 0) - 1e-12);
        });
        const sum = (numbers: readonly number[]) => numbers.reduce((total, value) => total + value, 0);
        expect(sum(values)).toBeCloseTo(sum(outcomes), 8);
      }),
    );
  });

  test('is constant beyond the scores it has seen', () => {
    const curve = fitIsotonic([0.2, 0.8], [0, 1]);
    expect([0, 0.2, 0.5, 0.8, 1].map((score) => calibrated(curve, score))).toEqual([
      0,
      0,
      expect.closeTo(0.5, 12),
      1,
      1,
    ]);
    expect(() => fitIsotonic([], [])).toThrow('at least one row');
  });

  test('is called for by overconfident scores, not by perfect ones or when one outcome is missing', () => {
    const { scores, actual } = overconfident(2000, 5);
    expect(needsCalibration(scores, actual)).toBe(true);
    expect(needsCalibration(actual, actual)).toBe(false);
    expect(needsCalibration(scores, actual.fill(1))).toBe(false);
  });
});

describe('expected counts', () => {
  const counted = (list: readonly (readonly [number, boolean])[]) => {
    const counts = new ConfidenceCounts();
    for (const [probability, predicted] of list) counts.add(probability, predicted);
    return counts;
  };

  test('merge to those of all rows', () => {
    fc.assert(
      fc.property(rows, rows, (left, right) => {
        const merged = counted(left);
        merged.merge(counted(right));
        const whole = counted([...left, ...right]);
        expect(merged.total).toBe(whole.total);
        for (const name of ['tp', 'fp', 'fn', 'tn'] as const) {
          expect(merged.expected[name]).toBeCloseTo(whole.expected[name], 10);
        }
      }),
    );
  });

  test('of certain rows are the counts themselves; without rows there is no score', () => {
    const counts = counted([
      [1, true],
      [0, true],
      [1, false],
      [0, false],
    ]);
    expect(counts.expected).toEqual({ tp: 1, fp: 1, fn: 1, tn: 1 });
    expect(counts.scores()).toEqual({
      accuracy: 0.5,
      precision: 0.5,
      recall: 0.5,
      specificity: 0.5,
      f1: 0.5,
    });
    for (const probability of [1, 0]) counts.remove(probability, true);
    expect(counts.scores()).toMatchObject({ precision: NaN, recall: 0, f1: 0 });
    expect(counted([[0, false]]).scores()).toMatchObject({ accuracy: 1, recall: NaN, f1: NaN });
    expect(counted([]).scores()).toBeUndefined();
  });
});

describe('a binary estimator', () => {
  const estimator = fitBinaryEstimator(overconfident(4000, 7));

  test('tells the quality of new rows without their labels, within its band', () => {
    const { scores, predicted, actual } = overconfident(4000, 8);
    const estimates = estimateBinary(estimator, scores, predicted);
    const right = actual.filter((happened, row) => happened === predicted[row]).length / actual.length;
    expect(estimates.accuracy.lower).toBeLessThan(right);
    expect(estimates.accuracy.upper).toBeGreaterThan(right);
    expect(estimates.accuracy.alert).toBe(false);
  });

  test('says nothing of no rows', () => {
    const estimates = Object.values(estimateBinary(estimator, [], []));
    expect(estimates.map(({ value }) => value)).toEqual(estimates.map(() => NaN));
    expect(estimates.some(({ alert }) => alert)).toBe(false);
  });

  test('has no precision, recall or F1 where no row is or is expected to be positive, and no alarm', () => {
    const curve = { scores: [0, 1], probabilities: [0, 1] };
    const none = new Float64Array(60);
    const { accuracy, precision, recall, f1 } = estimateBinary({ ...estimator, curve }, none, none);
    expect([accuracy.value, precision.value, recall.value, f1.value]).toEqual([1, NaN, NaN, NaN]);
    expect([precision, recall, f1].some(({ alert }) => alert)).toBe(false);
  });

  test('raises the alarm when the scores become unsure', () => {
    const { scores, predicted } = overconfident(4000, 9);
    const unsure = scores.map((score) => 0.5 + (score - 0.5) / 20);
    expect(estimateBinary(estimator, unsure, predicted).accuracy.alert).toBe(true);
  });

  test('can be stored as JSON', () => {
    const { scores, predicted } = overconfident(100, 10);
    const restored = JSON.parse(JSON.stringify(estimator)) as typeof estimator;
    expect(estimateBinary(restored, scores, predicted)).toEqual(estimateBinary(estimator, scores, predicted));
  });
});

describe('an estimator of several classes', () => {
  test('expects what a perfectly calibrated model realises', () => {
    const source = uniform(21);
    const probabilities: number[] = [];
    const actual: number[] = [];
    for (let row = 0; row < 3000; row++) {
      const weights = [source.next().value, source.next().value, source.next().value];
      const total = weights[0]! + weights[1]! + weights[2]!;
      probabilities.push(...weights.map((weight) => weight / total));
      const drawn = source.next().value * total;
      actual.push(drawn < weights[0]! ? 0 : drawn < weights[0]! + weights[1]! ? 1 : 2);
    }
    const predicted = actual.map((_, row) => {
      const values = probabilities.slice(row * 3, row * 3 + 3);
      return values.indexOf(Math.max(...values));
    });
    const estimator = fitMulticlassEstimator({ classes: 3, probabilities, predicted, actual });
    const { accuracy } = estimateMulticlass(estimator, probabilities, predicted);
    const right = actual.filter((label, row) => label === predicted[row]).length / actual.length;
    expect(Math.abs(accuracy.value - right)).toBeLessThan(3 * accuracy.standardError);
  });

  test('leaves out of its means a class that no row is given and none is expected to be of', () => {
    const metrics = fitBinaryEstimator(overconfident(400, 3)).metrics;
    const rows = Array.from({ length: 264 }, (_, row) => row % 2);
    const probabilities = rows.flatMap((label) => [Number(label === 0), Number(label === 1), 0]);
    const uncalibrated = { curves: [null, null, null], metrics };
    const { precision, recall, f1 } = estimateMulticlass(uncalibrated, probabilities, rows);
    expect([precision.value, recall.value, f1.value]).toEqual([1, 1, 1]);
  });

  test('makes every row add up to one, also one that calibrates to nothing', () => {
    const nothing = { scores: [0.5], probabilities: [0] };
    const half = { scores: [0.5], probabilities: [0.5] };
    expect(calibrateRows([nothing, nothing], [0.3, 0.7]).map((column) => [...column])).toEqual([
      [0.5],
      [0.5],
    ]);
    expect(calibrateRows([half, null], [0.3, 1.5]).map((column) => [...column])).toEqual([[0.25], [0.75]]);
  });
});

describe('noise', () => {
  test('sets limits three deviations from the mean, within what is possible', () => {
    expect(noiseThreshold([1, 3, NaN])).toEqual({ lower: -1, upper: 5 });
    expect(noiseThreshold([1, 3], { least: 0, most: 4, deviations: 2 })).toEqual({ lower: 0, upper: 4 });
    expect(isBeyond({ lower: 0, upper: 4 }, 4.1)).toBe(true);
    expect(isBeyond(noiseThreshold([]), 4.1)).toBe(false);
  });

  test('is taken over tenths, the shorter rest kept', () => {
    expect(chunksOf(25)).toHaveLength(13);
    expect(chunksOf(25).at(-1)).toEqual([24, 25]);
    expect(chunksOf(3)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });
});

describe('many tests at once', () => {
  test('reject only what stays significant among all of them', () => {
    const results = benjaminiHochberg([0.01, 0.02, 0.04, 0.5, NaN]);
    expect(results.map(({ adjusted }) => adjusted)).toEqual([
      0.04,
      0.04,
      expect.closeTo(0.0533, 4),
      0.5,
      NaN,
    ]);
    expect(results.map(({ rejected }) => rejected)).toEqual([true, true, false, false, false]);
  });
});

test('direct loss is the mean predicted error, never below zero', () => {
  const estimator = fitLossEstimator([1, 2, 3], [2, 2, 2]);
  expect(estimateLoss(estimator, 'mae', [1, 3, -4]).value).toBeCloseTo(4 / 3, 12);
  expect(estimateLoss(estimator, 'rmse', [16, 0]).value).toBeCloseTo(Math.sqrt(8), 12);
  expect(estimateLoss(estimator, 'mae', []).value).toBeNaN();
});

describe('an estimator of losses', () => {
  const source = uniform(61);
  const actual = Float64Array.from({ length: 1000 }, () => 10 + source.next().value);
  const predicted = actual.map((value) => value + source.next().value - 0.5);
  const estimator = fitLossEstimator(actual, predicted);

  test('puts a band around what the error models say, and raises the alarm above the noise', () => {
    const usual = estimateLoss(estimator, 'mae', rowLosses('mae', actual, predicted));
    expect(usual.lower).toBeLessThan(usual.value);
    expect(usual.upper).toBeGreaterThan(usual.value);
    expect(usual.alert).toBe(false);
    expect(estimateLoss(estimator, 'rmse', new Float64Array(50).fill(9))).toMatchObject({
      value: 3,
      alert: true,
    });
  });

  test('has no logarithmic loss where values are negative', () => {
    const negative = fitLossEstimator([-1, 2], [1, 2]);
    expect(Object.keys(negative.metrics)).toEqual(['mae', 'mape', 'mse', 'rmse']);
    expect(() => estimateLoss(negative, 'msle', [1])).toThrow('negative values');
  });

  test('can be stored as JSON', () => {
    expect(JSON.parse(JSON.stringify(estimator))).toEqual(estimator);
  });
});

describe('reconstruction error', () => {
  function table(size: number, seed: number, together: boolean) {
    const source = uniform(seed);
    const x = Float64Array.from({ length: size }, () => source.next().value);
    const y = x.map((value) => (together ? value : source.next().value) + 0.01 * source.next().value);
    const word = Array.from(x, (value) => (value > 0.7 ? 'high' : value > 0.05 ? 'low' : null));
    return {
      x: { kind: 'numerical', values: x },
      y: { kind: 'numerical', values: y },
      word: { kind: 'categorical', values: word },
    } as const;
  }

  test('rises when features no longer hang together, though each looks as before', () => {
    const profile = fitReconstruction(table(2000, 51, true));
    expect(reconstructionError(profile, table(500, 52, true)).alert).toBe(false);
    expect(reconstructionError(profile, table(500, 53, false)).alert).toBe(true);
  });

  test('can be stored as JSON', () => {
    const profile = fitReconstruction(table(300, 54, true));
    const restored = JSON.parse(JSON.stringify(profile)) as typeof profile;
    const current = table(50, 55, true);
    expect(reconstructionError(restored, current)).toEqual(reconstructionError(profile, current));
  });

  test('needs rows, and every column of the reference', () => {
    expect(() => fitReconstruction({})).toThrow('need a column');
    const profile = fitReconstruction(table(300, 56, true));
    expect(() => reconstructionError(profile, {})).toThrow('"x" is missing');
  });
});
