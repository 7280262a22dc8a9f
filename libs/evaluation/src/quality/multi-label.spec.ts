import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MultiLabelCounts } from './multi-label.js';

type Row = readonly [readonly boolean[], readonly boolean[]];

const labels = ['news', 'sport', 'film'];
const flags = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean());
const rows = fc.array(fc.tuple(flags, flags), { maxLength: 40 });

function counted(list: readonly Row[]): MultiLabelCounts {
  const counts = new MultiLabelCounts(labels);
  for (const [actual, predicted] of list) counts.add(actual, predicted);
  return counts;
}

function summary(counts: MultiLabelCounts) {
  const scores = (['macro', 'micro', 'weighted', 'samples'] as const).map((name) => counts.scores(name));
  return [
    ...scores.flatMap(({ precision, recall, f1 }) => [precision, recall, f1]),
    counts.exactShare,
    counts.hammingLoss,
  ];
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  actual.forEach((value, index) => {
    if (Number.isNaN(expected[index])) expect(value).toBeNaN();
    else expect(value).toBeCloseTo(expected[index]!, 10);
  });
}

describe('MultiLabelCounts', () => {
  test('counts every label and every row', () => {
    const counts = counted([
      [
        [true, false, true],
        [true, true, false],
      ],
      [
        [false, false, true],
        [false, false, true],
      ],
    ]);
    expect(counts.of(2)).toEqual({ tp: 1, fp: 0, fn: 1 });
    expect([counts.total, counts.exactShare, counts.hammingLoss]).toEqual([2, 0.5, 2 / 6]);
    expect(counts.scores('micro')).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 });
    expect(counts.scores('samples')).toEqual({ precision: 0.75, recall: 0.75, f1: 0.75 });
  });

  test('merges to the counts of all rows and forgets what is removed', () => {
    fc.assert(
      fc.property(rows, rows, (left, right) => {
        const counts = counted(left);
        counts.merge(counted(right));
        expectClose(summary(counts), summary(counted([...left, ...right])));
        for (const [actual, predicted] of right) counts.remove(actual, predicted);
        expectClose(summary(counts), summary(counted(left)));
      }),
    );
  });

  test('has no score without rows', () => {
    expect(counted([]).scores('macro')).toEqual({ precision: NaN, recall: NaN, f1: NaN });
    expect(counted([]).exactShare).toBeNaN();
  });

  test('refuses to merge over other labels', () => {
    expect(() => counted([]).merge(new MultiLabelCounts(['news']))).toThrow('the labels differ');
  });
});

describe('labels that are partly known', () => {
  // scikit-learn 1.9.1: f1_score of each label over the rows that know it, and of the complete rows with average="samples".
  const counts = new MultiLabelCounts(['a', 'b']);
  counts.add([1, null], [1, 1]);
  counts.add([0, 1], [1, 1]);
  counts.add([1, 0], [1, 0]);
  counts.add([null, 1], [0, 0]);

  test('count where they are known', () => {
    expect([counts.knownRows(0), counts.knownRows(1), counts.total]).toEqual([3, 3, 4]);
    expect([counts.of(0), counts.of(1)]).toEqual([
      { tp: 2, fp: 1, fn: 0 },
      { tp: 1, fp: 0, fn: 1 },
    ]);
    expect([counts.accuracyOf(0), counts.accuracyOf(1)]).toEqual([
      expect.closeTo(2 / 3, 12),
      expect.closeTo(2 / 3, 12),
    ]);
    expect(counts.scores('macro').f1).toBeCloseTo((0.8 + 2 / 3) / 2, 12);
    expect(counts.hammingLoss).toBeCloseTo(2 / 6, 12);
  });

  test('leave out their row where a row counts as a whole', () => {
    expect(counts.exactShare).toBe(0.5);
    expect(counts.scores('samples').f1).toBeCloseTo((2 / 3 + 1) / 2, 12);
  });

  test('leave nothing behind when they are removed', () => {
    counts.add([null, 0], [0, 1]);
    counts.remove([null, 0], [0, 1]);
    expect(counts.hammingLoss).toBeCloseTo(2 / 6, 12);
    expect(counts.scores('samples').f1).toBeCloseTo((2 / 3 + 1) / 2, 12);
  });
});
