import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ConfusionCounts } from './confusion-counts.js';

const classes = ['cat', 'dog', 'owl'];
const pairs = fc.array(fc.tuple(fc.constantFrom(...classes), fc.constantFrom(...classes)), { maxLength: 60 });

function counted(rows: readonly (readonly [string, string])[]): ConfusionCounts {
  const counts = new ConfusionCounts(classes);
  for (const [actual, predicted] of rows) counts.add(actual, predicted);
  return counts;
}

describe('ConfusionCounts', () => {
  test('counts a miss once for the class it was and once for the class it was taken for', () => {
    const counts = counted([
      ['cat', 'cat'],
      ['cat', 'dog'],
      ['owl', 'dog'],
    ]);
    expect(counts.of('cat')).toEqual({ tp: 1, fp: 0, fn: 1 });
    expect(counts.of('dog')).toEqual({ tp: 0, fp: 2, fn: 0 });
    expect(counts.of('owl')).toEqual({ tp: 0, fp: 0, fn: 1 });
    expect([counts.total, counts.correct]).toEqual([3, 1]);
  });

  test('forgets a removed row entirely', () => {
    fc.assert(
      fc.property(pairs, pairs, (kept, removed) => {
        const counts = counted([...kept, ...removed]);
        for (const [actual, predicted] of removed) counts.remove(actual, predicted);
        expect(counts).toEqual(counted(kept));
      }),
    );
  });

  test('merges two sources into the counts of all their rows', () => {
    fc.assert(
      fc.property(pairs, pairs, (left, right) => {
        const merged = counted(left);
        merged.merge(counted(right));
        expect(merged).toEqual(counted([...left, ...right]));
      }),
    );
  });

  test('refuses a class it does not know, a class listed twice and a merge over other classes', () => {
    expect(() => new ConfusionCounts(classes).add('cat', 'cow')).toThrow('unknown class "cow"');
    expect(() => new ConfusionCounts(['cat', 'cat'])).toThrow('a class is listed twice');
    expect(() => new ConfusionCounts(classes).merge(new ConfusionCounts(['cat']))).toThrow(
      'the classes differ',
    );
  });

  test('counts nothing of a row it refuses', () => {
    const counts = new ConfusionCounts(classes);
    expect(() => counts.add('cow', 'cat')).toThrow(RangeError);
    expect(() => counts.add('cat', 'cow')).toThrow(RangeError);
    expect(counts.total).toBe(0);
  });
});
