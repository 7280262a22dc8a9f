import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildProfile,
  type FeatureSpec,
  type NumericColumnProfile,
  ProfileInputInvalid,
  type ProfileSpec,
  type ReferenceProfile,
} from '../profiles/index.js';
import type { RawColumn } from '../samples/index.js';
import { upperBound } from '../statistics/index.js';
import { evaluateWindow } from './evaluate-window.js';

/** Uniform numbers in (0, 1), the same for a seed. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const numbers = (size: number, seed: number, shift = 0) => {
  const next = uniform(seed);
  return Array.from({ length: size }, () => shift + next() + next() + next() - 1.5);
};

const regression = (features: readonly FeatureSpec[], chunkRows = 100): ProfileSpec => ({
  features,
  classes: null,
  chunkRows,
});

/** The profile of columns, with predictions that are all alike. */
function profileOf(rows: Record<string, RawColumn>, spec: ProfileSpec): ReferenceProfile {
  const size = Object.values(rows)[0]!.length;
  return buildProfile({ rows, predictions: new Float64Array(size), probabilities: null, actual: null }, spec);
}

const evaluate = (profile: ReferenceProfile, rows: Record<string, RawColumn>) =>
  evaluateWindow(profile, {
    rows,
    predictions: new Float64Array(Object.values(rows)[0]!.length),
    probabilities: null,
  });

describe('scores worked out by hand', () => {
  const spec = regression([
    { name: 'x', kind: 'numerical', method: 'wasserstein' },
    { name: 'c', kind: 'categorical', method: 'jensenshannon' },
  ]);
  const profile = profileOf({ x: [1, 2, 3, 4], c: ['a', 'a', 'b', 'b'] }, spec);
  const [x, c] = evaluate(profile, { x: [2, 3, 4, 5], c: ['a', 'a', 'a', 'a'] }).columns;

  test('Wasserstein: every value moved by 1, in deviations of sqrt(1.25)', () => {
    expect(x!.drift!.score).toBeCloseTo(1 / Math.sqrt(1.25), 12);
  });

  test('Jensen-Shannon: halves against one, sqrt((3/2) ln 2 - (3/4) ln 3 + ...) = 0.464501', () => {
    const ofReference = 0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25);
    const ofCurrent = Math.log(1 / 0.75);
    expect(c!.drift!.score).toBeCloseTo(Math.sqrt((ofReference + ofCurrent) / 2), 12);
    expect(c!.drift!.score).toBeCloseTo(0.464501, 5);
  });

  test('and what the columns are like', () => {
    expect(x!.summary).toEqual({
      rows: 4,
      missing: 0,
      infinite: 0,
      outOfRange: 1,
      newCategory: 0,
      unusedCategories: 0,
      distinct: 4,
      mostCommonShare: 0.25,
      minimum: 2,
      maximum: 5,
      mean: 3.5,
      standardDeviation: Math.sqrt(5 / 3),
      median: 3.5,
    });
    expect(c!.summary).toMatchObject({ distinct: 1, mostCommonShare: 1, unusedCategories: 1, mean: null });
    expect(c!.distribution).toMatchObject({
      bins: ['a', 'b', '__other__'],
      reference: [2, 2, 0],
      current: [4, 0, 0],
    });
  });
});

describe('the method and threshold of a column', () => {
  test("are the spec's where it has them", () => {
    const spec = regression([{ name: 'x', kind: 'numerical', method: 'psi', threshold: 0.4 }]);
    expect(profileOf({ x: numbers(500, 1) }, spec).columns[0]).toMatchObject({
      method: 'psi',
      threshold: 0.4,
    });
  });

  test('are a distance that fits the smallest window where it has not, for any number of reference rows', () => {
    const spec = regression([
      { name: 'x', kind: 'numerical' },
      { name: 'c', kind: 'categorical' },
    ]);
    const columns = (size: number) =>
      profileOf({ x: numbers(size, 1), c: numbers(size, 2).map((value) => value > 0) }, spec).columns;
    expect([...columns(300), ...columns(3_000)].map(({ method }) => method)).toEqual([
      'anderson_distance',
      'chisquare_distance',
      'anderson_distance',
      'chisquare_distance',
    ]);
    const [few, many] = [columns(300)[0]!, columns(3_000)[0]!];
    expect(few.threshold / many.threshold).toBeCloseTo(
      Math.sqrt((1 / 100 + 1 / 300) / (1 / 100 + 1 / 3_000)),
      1,
    );
  });

  test('are how far they move for a few numbers that are not integers', () => {
    const prices = (size: number) =>
      numbers(size, 1).map((value) => [9.95, 14.95, 19.95][Math.floor(value + 1.5)]!);
    const spec = regression([{ name: 'x', kind: 'numerical' }], 500);
    const profile = profileOf({ x: prices(800) }, spec);
    expect(profile.columns[0]!.method).toBe('wasserstein');
    const changed = prices(500).map((price, row) => price + (row % 2 === 0 ? 0.01 : -0.01));
    expect(evaluate(profile, { x: changed }).columns[0]!.drift!.drifted).toBe(false);
  });

  test('fit the size of the window for a distance of the spec', () => {
    const reference = numbers(5000, 3);
    const spec = regression([{ name: 'x', kind: 'numerical', method: 'wasserstein' }], 50);
    const profile = profileOf({ x: reference }, spec);
    for (const rows of [50, 200]) {
      const scores = Array.from({ length: 200 }, (_, seed) => {
        return evaluate(profile, { x: numbers(rows, 48_271 * (seed + 1)) }).columns[0]!.drift!;
      });
      expect(scores.filter(({ drifted }) => drifted).length).toBeLessThanOrEqual(10);
      expect(Math.max(...scores.map(({ severity }) => severity))).toBeGreaterThan(0.6);
    }
  });

  test('do not grow when the reference is sorted', () => {
    const spec = regression([{ name: 'x', kind: 'numerical', method: 'wasserstein' }]);
    const sorted = Float64Array.from(numbers(2000, 5)).sort();
    expect(profileOf({ x: sorted }, spec).columns[0]!.noise.upper).toBeLessThan(0.4);
  });

  test('are rejected when the test does not apply to the column', () => {
    const spec = regression([{ name: 'c', kind: 'categorical', method: 'ks' }]);
    const refused = () => profileOf({ c: ['a', 'b'] }, spec);
    expect(refused).toThrow('ks does not apply to the categorical column c');
    expect(refused).toThrow(ProfileInputInvalid);
  });
});

describe('a window equal to the reference', () => {
  const value = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ min: -100, max: 100, noNaN: true }),
    fc.constant(null),
  );
  const row = fc.record({
    x: value,
    n: fc.integer({ min: 0, max: 40 }),
    c: fc.constantFrom('a', 'b', 'c', null),
    t: fc.string(),
  });

  test('never drifts, in whatever order its rows are, also by a profile that was stored', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 80 }), (rows) => {
        const columnsOf = (given: typeof rows) => ({
          x: given.map(({ x }) => x),
          n: given.map(({ n }) => n),
          c: given.map(({ c }) => c),
          t: given.map(({ t }) => t),
        });
        const profile = profileOf(columnsOf(rows), {
          features: [
            { name: 'x', kind: 'numerical' },
            { name: 'n', kind: 'numerical', integer: true },
            { name: 'c', kind: 'categorical' },
            { name: 't', kind: 'text' },
          ],
          classes: null,
          chunkRows: 10,
        });
        const stored = JSON.parse(JSON.stringify(profile)) as ReferenceProfile;
        const same = evaluate(profile, columnsOf(rows));
        const turned = evaluate(stored, columnsOf([...rows].reverse()));
        for (const { name, drift } of [...same.columns, ...turned.columns]) {
          if (name !== 't.unknown_words') expect(drift?.drifted ?? false).toBe(false);
        }
        expect(turned.dataset).toEqual(same.dataset);
        expect(JSON.stringify(evaluate(stored, columnsOf(rows)))).toBe(JSON.stringify(same));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a numeric column of many distinct values', () => {
  const rows = Float64Array.from(numbers(60_000, 11));
  const spec = { ...regression([{ name: 'x', kind: 'numerical' }], 1000), exactValues: 5_000 } as const;
  const sketched = profileOf({ x: rows }, spec);
  const column = sketched.columns[0] as NumericColumnProfile;
  const sorted = rows.slice().sort();

  test('is kept as a few thousand values that stand for all rows', () => {
    expect(column.exact).toBe(false);
    expect(column.values.length).toBeLessThanOrEqual(5_000);
    expect(column.counts.reduce((sum, count) => sum + count, 0)).toBe(60_000);
    expect([column.values[0], column.values.at(-1)]).toEqual([sorted[0], sorted.at(-1)]);
  });

  test('has every rank within half a step', () => {
    let below = 0;
    const errors = column.values.map((value, index) => {
      below += column.counts[index]!;
      return Math.abs(below - upperBound(sorted, value)) / rows.length;
    });
    expect(Math.max(...errors)).toBeLessThanOrEqual(1 / 5_000);
  });

  test('stays exact with few distinct values, however many rows', () => {
    const whole = profileOf({ x: rows.map(Math.round) }, spec).columns[0] as NumericColumnProfile;
    expect(whole.exact).toBe(true);
  });

  test('scores windows as all its rows would, within that error', () => {
    const current = numbers(2_000, 13, 0.05);
    const exact = profileOf({ x: rows }, { ...spec, exactValues: 60_000 });
    const score = (profile: ReferenceProfile) => evaluate(profile, { x: current }).columns[0]!.drift!.score;
    expect(Math.abs(score(sketched) - score(exact))).toBeLessThan(0.01);
    const distance = (profile: ReferenceProfile) => {
      const { values, counts } = profile.columns[0] as NumericColumnProfile;
      const total = counts.reduce((sum, count) => sum + count, 0);
      const ascending = Float64Array.from(current).sort();
      let below = 0;
      return values.reduce((most, value, index) => {
        below += counts[index]!;
        return Math.max(most, Math.abs(below / total - upperBound(ascending, value) / current.length));
      }, 0);
    };
    expect(Math.abs(distance(sketched) - distance(exact))).toBeLessThanOrEqual(1 / 5_000);
  });
});

describe('a reference that teaches nothing', () => {
  test('about a column without values leaves that column without a score', () => {
    const spec = regression([
      { name: 'x', kind: 'numerical' },
      { name: 'y', kind: 'numerical' },
      { name: 'c', kind: 'categorical' },
    ]);
    const profile = profileOf({ x: [null, NaN, Infinity], y: [1, 2, 3], c: [null, null, null] }, spec);
    const { columns, dataset } = evaluate(JSON.parse(JSON.stringify(profile)) as ReferenceProfile, {
      x: [1, 2],
      y: [1, 2],
      c: ['a', 'b'],
    });
    expect(columns.map(({ failure }) => failure)).toEqual(['empty-reference', null, 'empty-reference']);
    expect(dataset.computed).toBe(1);
  });

  test('with one column or no labels has no reconstruction and no estimator', () => {
    const profile = profileOf({ x: [1, 2, 3] }, regression([{ name: 'x', kind: 'numerical' }]));
    expect([profile.estimator, profile.reconstruction]).toEqual([null, null]);
  });

  test('lacks a feature, or has a label that is no class: an error says so', () => {
    const spec = regression([{ name: 'x', kind: 'numerical' }]);
    expect(() => profileOf({ y: [1] }, spec)).toThrow('the reference has no column x');
    const labelled = {
      rows: { x: numbers(300, 1) },
      predictions: new Array<string>(300).fill('a'),
      probabilities: new Float64Array(900).fill(1 / 3),
      actual: new Array<string>(300).fill('z'),
    };
    expect(() => buildProfile(labelled, { ...spec, classes: ['a', 'b', 'c'] })).toThrow(
      'z is not one of the classes',
    );
  });
});

test('many columns share the distinct values that are kept, and at most thirty directions', () => {
  const names = Array.from({ length: 120 }, (_, column) => `x${column}`);
  const table = Object.fromEntries(names.map((name, column) => [name, numbers(6_000, column + 1)]));
  const profile = profileOf(table, regression(names.map((name) => ({ name, kind: 'numerical' }))));
  const stored = profile.columns.map((column) => (column as NumericColumnProfile).values.length);
  expect(Math.max(...stored)).toBeLessThanOrEqual(Math.ceil(500_000 / 120));
  expect(profile.reconstruction?.components.length).toBeLessThanOrEqual(30);
  expect(evaluate(profile, table).reconstruction?.alert).toBe(false);
});

test('progress is told for every feature and step', () => {
  const steps: [number, number, string][] = [];
  const spec = regression([{ name: 'x', kind: 'numerical' }]);
  buildProfile(
    { rows: { x: [1, 2] }, predictions: [1, 2], probabilities: null, actual: null },
    spec,
    (...step) => steps.push(step),
  );
  expect(steps).toEqual([
    [0, 4, 'x'],
    [1, 4, 'prediction'],
    [2, 4, 'estimated quality'],
    [3, 4, 'reconstruction'],
    [4, 4, 'done'],
  ]);
});
