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
  averages: Partial<Record<Average, Scores>>;
}

const golden = JSON.parse(readFileSync(new URL('./classification.golden.json', import.meta.url), 'utf8')) as {
  source: string;
  cases: GoldenCase[];
};

function expectClose(scores: Scores | undefined, expected: Scores): void {
  for (const name of ['precision', 'recall', 'f1'] as const) {
    expect(Math.abs((scores?.[name] ?? NaN) - expected[name])).toBeLessThanOrEqual(1e-12);
  }
}

describe(`against ${golden.source}`, () => {
  test.each(golden.cases.map((item, index) => [index, item] as const))('golden case %i', (_index, item) => {
    const counts = counted(item.labels, item.actual, item.predicted);
    expect(Math.abs((accuracy(counts) ?? NaN) - item.accuracy)).toBeLessThanOrEqual(1e-12);
    for (const [average, expected] of Object.entries(item.averages)) {
      const options = { average: average as Average, positiveClass: item.positive_class };
      expectClose(averageScores(counts, options), expected);
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
    });
    expect(accuracy(binary)).toBeCloseTo(4 / 6, 15);
  });

  test('takes the plain mean over all classes, or over those that occur, when the average is macro', () => {
    const counts = counted(['a', 'b', 'c', 'never'], [...'abab'], [...'abcb']);
    const sum = 2 / 3 + 1 + 0 + 0;
    expect(averageScores(counts, { average: 'macro' })?.f1).toBeCloseTo(sum / 4, 15);
    expect(averageScores(counts, { average: 'macro', over: 'occurring' })?.f1).toBeCloseTo(sum / 3, 15);
  });

  test('weighs each class by its rows when the average is weighted', () => {
    const counts = counted(['a', 'b', 'c'], [...'aaab'], [...'aacb']);
    expect(averageScores(counts, { average: 'weighted' })?.f1).toBeCloseTo((3 * 0.8 + 1) / 4, 15);
  });

  test('gives the accuracy three times when the average is micro', () => {
    const share = accuracy(binary);
    expect(averageScores(binary, { average: 'micro' })).toEqual({
      precision: share,
      recall: share,
      f1: share,
    });
  });

  test('is 0 where a denominator is 0', () => {
    const counts = counted(['no', 'yes'], ['no', 'no'], ['no', 'no']);
    expect(averageScores(counts, { average: 'binary', positiveClass: 'yes' })).toEqual({
      precision: 0,
      recall: 0,
      f1: 0,
    });
    expect(classScores({ tp: 0, fp: 0, fn: 3 })).toEqual({ precision: 0, recall: 0, f1: 0 });
  });

  test.each<Average>(['binary', 'macro', 'micro', 'weighted'])(
    'is undefined without rows (%s)',
    (average) => {
      const counts = new ConfusionCounts(['no', 'yes']);
      expect(averageScores(counts, { average, positiveClass: 'yes' })).toBeUndefined();
      expect(accuracy(counts)).toBeUndefined();
    },
  );

  test('refuses the binary average without a positive class', () => {
    expect(() => averageScores(binary, { average: 'binary' })).toThrow('needs a positive class');
  });
});
