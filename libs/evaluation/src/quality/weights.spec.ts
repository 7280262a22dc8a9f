import { expect, test } from '@jest/globals';
import { accuracy, averageFBeta, averageScores, cohenKappa, fBeta } from './classification.js';
import { ConfusionMatrix } from './confusion-counts.js';
import { pinballLoss } from './pinball-loss.js';
import { logLoss, topKAccuracy } from './probabilities.js';
import { averagePrecision, rocAuc } from './ranking.js';
import { regressionQuality } from './regression.js';

const labels = [
  ['a', 'a'],
  ['a', 'b'],
  ['b', 'b'],
  ['c', 'b'],
] as const;

function matrix(weights: readonly number[]): ConfusionMatrix {
  const counts = new ConfusionMatrix(['a', 'b', 'c']);
  labels.forEach(([actual, predicted], row) => counts.add(actual, predicted, weights[row]));
  return counts;
}

test('a row with weight 2 counts as two rows', () => {
  const weighted = matrix([2, 1, 1, 3]);
  const repeated = matrix([1, 1, 1, 1]);
  repeated.add('a', 'a');
  repeated.add('c', 'b');
  repeated.add('c', 'b');
  expect(weighted.table()).toEqual(repeated.table());
  expect(averageScores(weighted, { average: 'macro' })).toEqual(
    averageScores(repeated, { average: 'macro' }),
  );
  expect(accuracy(weighted)).toBe(3 / 7);

  const twice = { weights: [1, 2, 1] };
  expect(regressionQuality([1, 2, 4], [2, 2.5, 3], twice)).toMatchObject({
    ...regressionQuality([1, 2, 2, 4], [2, 2.5, 2.5, 3]),
    rows: 3,
  });
  expect(rocAuc([1, 0, 1], [0.9, 0.5, 0.4], [1, 1, 2])).toBe(rocAuc([1, 0, 1, 1], [0.9, 0.5, 0.4, 0.4]));
  expect(averagePrecision([1, 0, 1], [0.9, 0.5, 0.4], [1, 2, 1])).toBe(
    averagePrecision([1, 0, 0, 1], [0.9, 0.5, 0.5, 0.4]),
  );
  expect(logLoss([0, 1], [0.8, 0.2, 0.4, 0.6], 2, [1, 2])).toBeCloseTo(
    logLoss([0, 1, 1], [0.8, 0.2, 0.4, 0.6, 0.4, 0.6], 2),
    14,
  );
  expect(pinballLoss([1, 2], [2, 1], 0.9, [1, 3])).toBeCloseTo(
    pinballLoss([1, 2, 2, 2], [2, 1, 1, 1], 0.9),
    14,
  );
});

test('a weighted row can be removed', () => {
  const counts = matrix([2, 1, 1, 3]);
  counts.remove('c', 'b', 3);
  expect(counts.of('c')).toEqual({ tp: 0, fp: 0, fn: 0 });
  expect(counts.total).toBe(4);
});

test('F-beta is precision for 0, F1 for 1, and nearer to recall above', () => {
  const counts = { tp: 2, fp: 2, fn: 1 };
  expect(fBeta(counts, 0)).toBe(0.5);
  expect(fBeta(counts, 1)).toBe(4 / 7);
  expect(fBeta(counts, 2)).toBe(0.625);
  expect(fBeta({ tp: 0, fp: 0, fn: 0 }, 1)).toBeUndefined();
  const equal = matrix([1, 1, 1, 1]);
  const options = { average: 'weighted' } as const;
  expect(averageFBeta(equal, 1, options)).toBeCloseTo(averageScores(equal, options).f1 ?? NaN, 14);
  expect(() => averageFBeta(equal, 1, { average: 'binary' })).toThrow(RangeError);
  expect(averageFBeta(new ConfusionMatrix(['a']), 1, options)).toBeUndefined();
});

test('kappa is 1 for agreement, 0 for chance, undefined for one class', () => {
  const of = (cells: Record<string, number>) => {
    const counts = new ConfusionMatrix(['a', 'b']);
    for (const [pair, rows] of Object.entries(cells)) counts.add(pair[0] ?? '', pair[1] ?? '', rows);
    return cohenKappa(counts);
  };
  expect(of({ aa: 5, bb: 3 })).toBe(1);
  expect(of({ aa: 4, ab: 4, ba: 4, bb: 4 })).toBe(0);
  expect(of({ aa: 5 })).toBeUndefined();
  expect(of({})).toBeUndefined();
});

test('the actual class is among the k most probable ones, the last of equals first', () => {
  const probabilities = [0.5, 0.3, 0.2, 0.4, 0.4, 0.2];
  expect(topKAccuracy([1, 0], probabilities, 3, 1)).toBe(0);
  expect(topKAccuracy([1, 0], probabilities, 3, 2)).toBe(1);
  expect(topKAccuracy([0, 1], probabilities, 3, 1)).toBe(1);
  expect(topKAccuracy([], [], 3, 1)).toBeNaN();
});
