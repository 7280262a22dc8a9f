import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { balancedAccuracy, matthewsCorrelation } from './classification.js';
import { ConfusionMatrix } from './confusion-counts.js';
import {
  brierScore,
  calibrationCurve,
  expectedCalibrationError,
  logLoss,
  mostProbable,
  topKThreshold,
} from './probabilities.js';
import { averagePrecision, macroRocAuc, precisionRecallAuc, rocAuc } from './ranking.js';
import { rates, scoresByLabel, windowScores } from './window-scores.js';

const classes = ['no', 'yes'];
type Pair = readonly [string, string];

function matrixOf(pairs: readonly Pair[], names: readonly string[] = classes): ConfusionMatrix {
  const matrix = new ConfusionMatrix(names);
  for (const [actual, predicted] of pairs) matrix.add(actual, predicted);
  return matrix;
}

const label = fc.constantFrom('a', 'b', 'c');
const pairs = fc.array(fc.tuple(label, label), { maxLength: 50 });

describe('a confusion matrix', () => {
  test('knows what was taken for what', () => {
    const matrix = matrixOf([
      ['yes', 'no'],
      ['yes', 'no'],
      ['no', 'no'],
    ]);
    expect(matrix.table()).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(matrix.timesTaken('yes', 'no')).toBe(2);
  });

  test('lists what was confused most often', () => {
    const matrix = matrixOf(
      [
        ['a', 'b'],
        ['c', 'a'],
        ['c', 'a'],
        ['b', 'b'],
        ['b', 'a'],
      ],
      ['a', 'b', 'c'],
    );
    expect(matrix.confusions(2)).toEqual([
      { actual: 'c', predicted: 'a', rows: 2 },
      { actual: 'a', predicted: 'b', rows: 1 },
    ]);
  });

  test('merges to the matrix of all rows, and forgets what is removed', () => {
    fc.assert(
      fc.property(pairs, pairs, (left, right) => {
        const names = ['a', 'b', 'c'];
        const matrix = matrixOf(left, names);
        matrix.merge(matrixOf(right, names));
        expect(matrix).toEqual(matrixOf([...left, ...right], names));
        for (const [actual, predicted] of right) matrix.remove(actual, predicted);
        expect(matrix).toEqual(matrixOf(left, names));
      }),
    );
  });

  test('refuses an unknown class and counts nothing of it', () => {
    const matrix = matrixOf([]);
    expect(() => matrix.add('maybe', 'no')).toThrow(RangeError);
    expect(matrix.table()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('balance between classes', () => {
  test('a perfect model has a correlation of one, a constant one of zero', () => {
    expect(
      matthewsCorrelation(
        matrixOf([
          ['yes', 'yes'],
          ['no', 'no'],
        ]),
      ),
    ).toBe(1);
    expect(
      matthewsCorrelation(
        matrixOf([
          ['yes', 'no'],
          ['no', 'no'],
        ]),
      ),
    ).toBe(0);
  });

  test('balanced accuracy weighs a rare class like a common one', () => {
    const rows: Pair[] = [...Array<Pair>(9).fill(['no', 'no']), ['yes', 'no']];
    expect(balancedAccuracy(matrixOf(rows))).toBe(0.5);
  });

  test('is undefined without rows', () => {
    expect([matthewsCorrelation(matrixOf([])), balancedAccuracy(matrixOf([]))]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('scores of a window', () => {
  const negativesOnly = matrixOf(Array<Pair>(5).fill(['no', 'no']));

  test('of rightly predicted negatives alone are 1 for Evidently and undefined for a strict reader', () => {
    const options = { positiveClass: 'yes' } as const;
    expect(windowScores(negativesOnly, { ...options, mode: 'evidently' }).f1).toBe(1);
    const { precision, recall, f1 } = windowScores(negativesOnly, options);
    expect([precision, recall, f1]).toEqual([undefined, undefined, undefined]);
    expect(windowScores(negativesOnly, { ...options, mode: 'evidently', fromProbabilities: true }).f1).toBe(
      0,
    );
  });

  test('go over the classes that occur', () => {
    const matrix = matrixOf(
      [
        ['a', 'a'],
        ['b', 'a'],
      ],
      ['a', 'b', 'c'],
    );
    expect(windowScores(matrix)).toMatchObject({ precision: 0.25, recall: 0.5, f1: (2 / 3 + 0) / 2 });
  });

  test('need the positive class among two labels, as Evidently does', () => {
    const matrix = matrixOf(
      [
        ['a', 'a'],
        ['b', 'a'],
      ],
      ['a', 'b', 'c'],
    );
    expect(() => windowScores(matrix, { mode: 'evidently', positiveClass: 'c' })).toThrow(RangeError);
  });

  test('by label name the classes that are the truth of a row', () => {
    const matrix = matrixOf(
      [
        ['a', 'a'],
        ['b', 'b'],
        ['a', 'c'],
        ['b', 'b'],
      ],
      ['a', 'b', 'c'],
    );
    expect(Object.entries(scoresByLabel(matrix)).map(([name, { f1 }]) => [name, f1])).toEqual([
      ['a', 2 / 3],
      ['b', 1],
    ]);
  });

  test('rates are undefined where nothing could be found or missed', () => {
    expect(rates(negativesOnly, 'yes')).toEqual({
      truePositiveRate: NaN,
      trueNegativeRate: 1,
      falsePositiveRate: 0,
      falseNegativeRate: NaN,
    });
  });
});

describe('ranking', () => {
  const score = fc.integer({ min: 0, max: 8 });
  const rows = fc.array(fc.tuple(fc.boolean(), score), { minLength: 2, maxLength: 40 });

  test('the area under the ROC curve is the chance to rank a positive above a negative', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const [wins, pairsCount] = pairwiseWins(list);
        const area = rocAuc(
          list.map(([positive]) => positive),
          list.map(([, value]) => value),
        );
        if (pairsCount === 0) expect(area).toBeNaN();
        else expect(area).toBeCloseTo(wins / pairsCount, 12);
      }),
    );
  });

  function pairwiseWins(list: readonly (readonly [boolean, number])[]): [number, number] {
    const scoresOf = (wanted: boolean) =>
      list.filter(([positive]) => positive === wanted).map(([, value]) => value);
    const [high, low] = [scoresOf(true), scoresOf(false)];
    let wins = 0;
    for (const a of high) for (const b of low) wins += a > b ? 1 : a === b ? 0.5 : 0;
    return [wins, high.length * low.length];
  }

  test('a perfect ranking has areas of one; no positive row leaves them undefined', () => {
    const [positive, scores] = [
      [true, true, false],
      [0.9, 0.8, 0.1],
    ];
    expect([rocAuc, averagePrecision, precisionRecallAuc].map((area) => area(positive, scores))).toEqual([
      1, 1, 1,
    ]);
    expect(averagePrecision([false], [0.5])).toBeNaN();
    expect(precisionRecallAuc([false], [0.5])).toBeNaN();
  });

  test('the macro area is undefined when a class does not occur', () => {
    expect(macroRocAuc([0, 1], [0.9, 0.1, 0, 0.2, 0.7, 0.1], 3)).toBeNaN();
  });
});

describe('probabilities', () => {
  test('one certain mistake costs a finite amount', () => {
    expect(logLoss([0], [0, 1], 2)).toBeCloseTo(36.04, 2);
    expect(logLoss([], [], 2)).toBeNaN();
  });

  test('the Brier score of two classes is the squared distance of one', () => {
    expect(brierScore([0], [0.75, 0.25], 2)).toBe(0.0625);
    expect(brierScore([0], [0.5, 0.25, 0.25], 3)).toBe(0.375);
  });

  test('a model that is as often right as it says is calibrated', () => {
    const right = [1, 1, 1, 0];
    expect(expectedCalibrationError([0.75, 0.75, 0.75, 0.75], right)).toBe(0);
    expect(expectedCalibrationError([1, 1, 1, 1], right)).toBe(0.25);
    expect(calibrationCurve([0, 1, 0.2], [0, 1, 0])).toEqual([
      { rows: 1, meanConfidence: 0, shareRight: 0 },
      { rows: 1, meanConfidence: 0.2, shareRight: 0 },
      { rows: 1, meanConfidence: 1, shareRight: 1 },
    ]);
  });

  test('decide for the first of equals', () => {
    expect([...mostProbable([0.4, 0.4, 0.2, 0.1, 0.2, 0.7], 3)]).toEqual([0, 2]);
  });

  test('the k-th cut takes one row more than k', () => {
    const scores = [0.1, 0.9, 0.5, 0.7];
    expect(topKThreshold(scores, 1)).toBe(0.7);
    expect(topKThreshold(scores, 10)).toBe(0.1);
    expect(topKThreshold([], 1)).toBeUndefined();
  });
});
