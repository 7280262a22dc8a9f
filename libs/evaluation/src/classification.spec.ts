import { describe, expect, test } from '@jest/globals';
import { accuracy, type Average, averageScores, classScores } from './classification.js';
import { ConfusionCounts } from './confusion-counts.js';

function counted(classes: string[], actual: string[], predicted: string[]): ConfusionCounts {
  const counts = new ConfusionCounts(classes);
  actual.forEach((label, index) => counts.add(label, predicted[index]!));
  return counts;
}

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

  test('takes the plain mean over the classes that occur when the average is macro', () => {
    const counts = counted(['a', 'b', 'c', 'never'], [...'abab'], [...'abcb']);
    expect(averageScores(counts, { average: 'macro' })?.f1).toBeCloseTo((2 / 3 + 1 + 0) / 3, 15);
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
