import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { accuracy, type Average, averageScores, classScores, type Scores } from './classification.js';
import { ConfusionCounts } from './confusion-counts.js';

function counted(classes: string[], actual: string[], predicted: string[]): ConfusionCounts {
  const counts = new ConfusionCounts(classes);
  actual.forEach((label, index) => counts.add(label, predicted[index]!));
  return counts;
}

interface GoldenCase {
  labels: string[];
  positive_class: string | null;
  actual: string[];
  predicted: string[];
  accuracy: number;
  averages: Partial<Record<Average, GoldenScores>>;
  /** How many classes are the truth or the prediction of a row. */
  covered_classes: number;
  /** By label. */
  class_scores: Record<keyof Scores, (number | null)[]>;
}

/** Null where scikit-learn says NaN. */
type GoldenScores = Record<keyof Scores, number | null>;

const golden = JSON.parse(
  readFileSync(new URL('../../test/golden/classification.golden.json', import.meta.url), 'utf8'),
) as {
  source: string;
  cases: GoldenCase[];
};

function expectClose(scores: Scores, expected: GoldenScores): void {
  for (const name of ['precision', 'recall', 'f1'] as const) {
    const wanted = expected[name];
    if (wanted === null) expect(scores[name]).toBeUndefined();
    else expect(Math.abs((scores[name] ?? NaN) - wanted)).toBeLessThanOrEqual(1e-12);
  }
}

describe(`against ${golden.source}`, () => {
  test.each(golden.cases.map((item, index) => [index, item] as const))('golden case %i', (_index, item) => {
    const counts = counted(item.labels, item.actual, item.predicted);
    expect(Math.abs((accuracy(counts) ?? NaN) - item.accuracy)).toBeLessThanOrEqual(1e-12);
    for (const [average, expected] of Object.entries(item.averages)) {
      const options = { average: average as Average, positiveClass: item.positive_class };
      const scores = averageScores(counts, options);
      expectClose(scores, expected);
      const covered = average === 'binary' ? Number(expected.f1 !== null) : item.covered_classes;
      expect(scores.coveredClasses).toBe(covered);
    }
    const { precision, recall, f1 } = item.class_scores;
    for (const [index, label] of item.labels.entries()) {
      const expected = { precision: precision[index]!, recall: recall[index]!, f1: f1[index]! };
      expectClose(classScores(counts.of(label)), expected);
    }
  });

  test('covers every average', () => {
    const averages = new Set(golden.cases.flatMap((item) => Object.keys(item.averages)));
    expect([...averages].sort()).toEqual(['binary', 'macro', 'micro', 'weighted']);
  });
});

describe('averageScores', () => {
  const binary = counted(['0', '1'], [...'101011'], [...'100111']);

  test('scores the positive class alone when the average is binary', () => {
    expect(averageScores(binary, { average: 'binary', positiveClass: '1' })).toEqual({
      precision: 0.75,
      recall: 0.75,
      f1: 0.75,
      coveredClasses: 1,
    });
    expect(accuracy(binary)).toBeCloseTo(4 / 6, 15);
  });

  test('takes the plain mean over the classes that occur when the average is macro', () => {
    const counts = counted(['a', 'b', 'c', 'never'], [...'abab'], [...'abcb']);
    const { f1, coveredClasses } = averageScores(counts, { average: 'macro' });
    expect(f1).toBeCloseTo((2 / 3 + 1 + 0) / 3, 15);
    expect(coveredClasses).toBe(3);
  });

  test('is 1 for perfect predictions of two of three classes', () => {
    const rows = Array.from({ length: 264 }, (_, row) => 'ab'[row % 2]!);
    const counts = counted(['a', 'b', 'c'], rows, rows);
    for (const average of ['macro', 'micro', 'weighted'] as const) {
      expect(averageScores(counts, { average })).toEqual({
        precision: 1,
        recall: 1,
        f1: 1,
        coveredClasses: 2,
      });
    }
  });

  test('weighs each class by its rows when the average is weighted', () => {
    const counts = counted(['a', 'b', 'c'], [...'aaab'], [...'aacb']);
    expect(averageScores(counts, { average: 'weighted' }).f1).toBeCloseTo((3 * 0.8 + 1) / 4, 15);
  });

  test('gives the accuracy three times when the average is micro', () => {
    const share = accuracy(binary);
    expect(averageScores(binary, { average: 'micro' })).toEqual({
      precision: share,
      recall: share,
      f1: share,
      coveredClasses: 2,
    });
  });

  test('is undefined where the positive class is neither truth nor prediction', () => {
    const counts = counted(['no', 'yes'], Array(20).fill('no'), Array(20).fill('no'));
    expect(averageScores(counts, { average: 'binary', positiveClass: 'yes' })).toEqual({
      precision: undefined,
      recall: undefined,
      f1: undefined,
      coveredClasses: 0,
    });
    expect(accuracy(counts)).toBe(1);
  });

  test('leaves undefined what has no denominator, and keeps an F1 of 0', () => {
    expect(classScores({ tp: 0, fp: 0, fn: 3 })).toEqual({ precision: undefined, recall: 0, f1: 0 });
    expect(classScores({ tp: 0, fp: 2, fn: 0 })).toEqual({ precision: 0, recall: undefined, f1: 0 });
  });

  test('takes 0 for the precision and the recall that a class of a mean does not have', () => {
    const counts = counted(['a', 'b', 'c'], [...'aab'], [...'aac']);
    expect(averageScores(counts, { average: 'macro' })).toMatchObject({ precision: 1 / 3, recall: 1 / 3 });
  });

  test.each<Average>(['binary', 'macro', 'micro', 'weighted'])(
    'is undefined without rows (%s)',
    (average) => {
      const counts = new ConfusionCounts(['no', 'yes']);
      expect(averageScores(counts, { average, positiveClass: 'yes' })).toEqual({
        precision: undefined,
        recall: undefined,
        f1: undefined,
        coveredClasses: 0,
      });
      expect(accuracy(counts)).toBeUndefined();
    },
  );

  test('refuses the binary average without a positive class', () => {
    expect(() => averageScores(binary, { average: 'binary' })).toThrow('needs a positive class');
  });
});
