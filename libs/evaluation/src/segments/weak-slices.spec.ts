import { describe, expect, test } from '@jest/globals';
import { ClassOutcomes, F1Scores } from './f1-scores.js';
import { MeanScores } from './mean-scores.js';
import type { RowScores } from './row-scores.js';
import { findWeakSlices, type SliceColumn } from './weak-slices.js';

/** Uniform numbers in (0, 1), the same for a seed. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

interface Case {
  readonly columns: SliceColumn[];
  readonly scores: RowScores;
}

type Planted = (age: number, sex: string) => boolean;

/** Rows of two informative columns and four others; `isWeak` tells where the model is wrong in half of the rows. */
function rowsOf(size: number, seed: number, isWeak: Planted, task: 'classes' | 'numbers'): Case {
  const next = uniform(seed);
  const times = <Value>(make: () => Value) => Array.from({ length: size }, make);
  const age = times(() => 20 + Math.floor(60 * next()));
  const sex = times(() => (next() < 0.5 ? 'male' : 'female'));
  const others = ['a', 'b', 'c', 'd'].map((name) => ({
    name,
    words: 'number' as const,
    values: times(next),
  }));
  const wrong = age.map((years, row) => next() < (isWeak(years, sex[row]!) ? 0.5 : 0.1));
  const outcomes = new ClassOutcomes('macro');
  for (const isWrong of wrong) {
    const isSick = next() < 0.5;
    outcomes.add([isSick ? 'sick' : 'well'], [isSick !== isWrong ? 'sick' : 'well']);
  }
  return {
    columns: [
      { name: 'age', words: 'number', values: age },
      { name: 'sex', words: 'category', values: sex },
      ...others,
    ],
    scores:
      task === 'classes'
        ? new F1Scores(outcomes)
        : new MeanScores(
            'mean_absolute_error',
            Float64Array.from(wrong, (one) => next() + Number(one)),
          ),
  };
}

describe.each(['classes', 'numbers'] as const)('of a model of %s', (task) => {
  const find = (seed: number, isWeak: Planted, size = 2_000) => {
    const { columns, scores } = rowsOf(size, seed, isWeak, task);
    return findWeakSlices(columns, scores);
  };

  test.each([11, 12, 13])('a slice of two conditions is found and named (%i)', (seed) => {
    const [first] = find(seed, (age, sex) => age >= 50 && sex === 'male');
    expect(first?.columns).toEqual(['age', 'sex']);
    expect(first?.condition).toMatch(/^age >= (4|5)\d and sex = male$/);
    expect(first?.weak).toBe(true);
    expect(first!.adjustedP).toBeLessThan(0.01);
    expect(first!.lower!).toBeLessThan(first!.value!);
    expect(first!.upper!).toBeGreaterThan(first!.value!);
    expect(first!.rows).toBeGreaterThan(first!.confirmedRows);
  });

  test.each([21, 22, 23])('a slice of one condition has no second one (%i)', (seed) => {
    const [first] = find(seed, (_, sex) => sex === 'male');
    expect(first?.condition).toBe('sex = male');
  });

  test('a model that is equally wrong everywhere has none', () => {
    const found = Array.from({ length: 40 }, (_, index) => find(100 + index, () => false, 1_000));
    expect(found.flat().length).toBeLessThanOrEqual(1);
  });

  test('few rows are not searched', () => {
    expect(find(31, (_, sex) => sex === 'male', 119)).toEqual([]);
  });
});

test('a slice of missing values is found', () => {
  const { columns, scores } = rowsOf(1_000, 5, (age) => age < 30, 'classes');
  const [age] = columns;
  const values = Array.from(age!.values, (value) => (Number(value) < 30 ? null : value));
  const [first] = findWeakSlices([{ ...age!, values }], scores);
  expect(first?.condition).toBe('age is missing');
});
