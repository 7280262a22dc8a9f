import { describe, expect, test } from '@jest/globals';
import { DriftUndefined } from '../comparison/index.js';
import { driftTests } from '../drift-tests/index.js';
import { categorical, numeric } from '../samples/index.js';
import { datasetDrift } from './dataset-drift.js';
import { featureDrift } from './feature-drift.js';
import { pinTest, selectTest } from './selection.js';

const ramp = (size: number, from = 0) => numeric(Float64Array.from({ length: size }, (_, i) => i + from));
/** Uniform numbers in (0, 1), the same for a seed. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const letters = (text: string) => categorical([...text]);
const steady = { reference: ramp(50), current: ramp(50) };
const shifted = { reference: ramp(50), current: ramp(50, 40) };
const empty = { reference: ramp(50), current: numeric([null, NaN]) };

describe('dataset drift', () => {
  test('is there when the share of drifted features reaches the limit', () => {
    const samples = { steady, shifted };
    expect(datasetDrift(samples)).toMatchObject({
      computed: 2,
      drifted: 1,
      share: 0.5,
      datasetDrifted: true,
    });
    expect(datasetDrift(samples, { driftShare: 0.6 }).datasetDrifted).toBe(false);
  });

  test('leaves out a feature without score and names the reason', () => {
    const result = datasetDrift({ shifted, empty });
    expect(result.failures).toEqual({ empty: 'empty-current' });
    expect([result.computed, result.share]).toEqual([1, 1]);
  });

  test('leaves out a feature whose score is undefined, but counts it in mode evidently', () => {
    const undefinedScore = { reference: ramp(1), current: ramp(1, 3) };
    const methods = { features: { undefinedScore: 't_test' } } as const;
    const samples = { shifted, undefinedScore };
    const robust = datasetDrift(samples, { methods });
    expect(robust).toMatchObject({ computed: 1, drifted: 1, share: 1 });
    expect(robust.failures).toEqual({ undefinedScore: 'no-score' });
    expect(Object.keys(robust.features)).toEqual(['shifted']);
    expect(datasetDrift(samples, { methods, mode: 'evidently' })).toMatchObject({
      computed: 2,
      drifted: 1,
      share: 0.5,
      features: { undefinedScore: { score: NaN } },
    });
  });

  test('fails as a whole in mode evidently, as Evidently does', () => {
    expect(() => datasetDrift({ shifted, empty }, { mode: 'evidently' })).toThrow(DriftUndefined);
  });

  test('takes the most particular choice of method and threshold', () => {
    const result = datasetDrift(
      { a: steady, b: steady, c: { reference: letters('abc'), current: letters('abc') } },
      {
        methods: { all: 'psi', numerical: 'wasserstein', features: { b: 'ks' } },
        thresholds: { all: 0.2, categorical: 0.3, features: { a: 0.4 } },
      },
    );
    expect(Object.values(result.features).map(({ method }) => method)).toEqual(['wasserstein', 'ks', 'psi']);
    expect(Object.values(result.features).map(({ threshold }) => threshold)).toEqual([0.4, 0.2, 0.3]);
  });

  test('has no share without features', () => {
    expect(datasetDrift({})).toMatchObject({ computed: 0, share: NaN, datasetDrifted: false });
  });
});

describe('selection', () => {
  test.each([
    [1000, 'ks'],
    [1001, 'wasserstein'],
  ])('of %i distinct numbers is %s', (size, method) => {
    expect(selectTest(ramp(size), ramp(10))).toBe(method);
  });

  test('counts the distinct values of both samples together, a pinned test those of the reference alone', () => {
    const [two, three] = [letters('ab'), letters('abc')];
    expect([selectTest(two, two), selectTest(two, three), pinTest(two)]).toEqual(['z', 'chisquare', 'z']);
    expect(selectTest(numeric([1, 2, 3, 4, 5]), numeric([1]))).toBe('chisquare');
    expect(selectTest(numeric([1, 2, 3, 4, 5]), numeric([6]))).toBe('ks');
  });
});

describe('feature drift', () => {
  test('says what was measured, how and how far beyond the threshold', () => {
    expect(featureDrift(ramp(50), ramp(50, 40))).toMatchObject({
      method: 'ks',
      displayName: 'K-S p_value',
      threshold: 0.05,
      driftIf: '<=',
      drifted: true,
      referenceSize: 50,
      currentSize: 50,
    });
  });

  test('has a severity of one at the threshold, for p-values and distances', () => {
    const { score } = featureDrift(ramp(50), ramp(50, 5));
    expect(featureDrift(ramp(50), ramp(50, 5), { threshold: score }).severity).toBeCloseTo(1, 12);
    const distance = featureDrift(ramp(50), ramp(50, 5), { method: 'wasserstein' });
    expect(distance.severity).toBeCloseTo(distance.score / 0.1, 12);
    expect(featureDrift(letters('ab'), letters('ac')).severity).toBeLessThan(300);
  });

  test('refuses samples of different types and, in mode evidently, a test named for another type', () => {
    expect(() => featureDrift(ramp(3), letters('ab'))).toThrow('different types');
    expect(() => featureDrift(ramp(3), ramp(3), { mode: 'evidently', method: 'chisquare' })).toThrow(
      DriftUndefined,
    );
    expect(() => featureDrift(letters('ab'), letters('ab'), { method: 'ks' })).toThrow('type');
  });

  test('takes a test given as such for any type, and in robust a categorical one by name', () => {
    const options = { mode: 'evidently', method: driftTests.chisquare } as const;
    expect(featureDrift(ramp(5), ramp(5), options).score).toBe(1);
    expect(featureDrift(ramp(5), ramp(5), { method: 'chisquare' }).score).toBe(1);
  });
});

describe('robust repairs', () => {
  const both = (reference: string, current: string, method: 'z' | 'chisquare' | 'g_test' | 'fisher_exact') =>
    (['evidently', 'robust'] as const).map((mode) => {
      try {
        return featureDrift(letters(reference), letters(current), { mode, method }).score;
      } catch (error) {
        return (error as DriftUndefined).reason;
      }
    });

  test('one category alone is no drift', () => {
    expect(both('aaa', 'aaa', 'chisquare')).toEqual([NaN, 1]);
    expect(both('aaa', 'aaa', 'g_test')).toEqual([NaN, 1]);
  });

  test.each([
    ['chisquare', 0.3160976220289097],
    ['g_test', 0.23818239270482483],
  ] as const)('a category in one row alone is no proof of drift to %s', (method, p) => {
    const [reference, current] = ['ab'.repeat(50), 'ab'.repeat(50)];
    const [evidently, robust] = both(reference, `${current.slice(1)}x`, method);
    expect(evidently).toBe(0);
    expect(robust).toBeGreaterThan(0.3);
    expect(both('a'.repeat(100), `${'a'.repeat(99)}x`, method)[1]).toBeCloseTo(p, 12);
  });

  test.each(['chisquare', 'g_test'] as const)('%s allows for the chance in the reference', (method) => {
    const next = uniform(3);
    const draw = (size: number) =>
      categorical(Array.from({ length: size }, () => 'abc'[Number(next() > 0.5) + Number(next() > 0.7)]!));
    const scores = Array.from({ length: 200 }, () => featureDrift(draw(300), draw(900), { method }).score);
    const below = (p: number) => scores.filter((score) => score < p).length / scores.length;
    expect(below(0.05)).toBeLessThan(0.09);
    expect(below(0.5)).toBeCloseTo(0.5, 1);
  });

  test('samples of unequal sizes have a g-test and an exact test', () => {
    expect(both('aabb', 'ab', 'g_test')).toEqual(['lengths-differ', 1]);
    expect(both('aabb', 'ab', 'fisher_exact')).toEqual(['lengths-differ', 1]);
  });

  test('the z-test sees a change that is not of the first category', () => {
    const [evidently, robust] = both('a'.repeat(50) + 'b'.repeat(50), 'a'.repeat(50) + 'c'.repeat(50), 'z');
    expect(evidently).toBe(1);
    expect(robust).toBeLessThan(1e-12);
  });

  test('a fall is drift as much as a rise', () => {
    const score = (mode: 'evidently' | 'robust') =>
      featureDrift(ramp(50, 40), ramp(50), { mode, method: 'mannw' }).score;
    expect(score('evidently')).toBeGreaterThan(0.99);
    expect(score('robust')).toBeLessThan(1e-6);
  });

  test('ties alone are no drift to cramer_von_mises', () => {
    const next = uniform(5);
    const draw = (size: number) => numeric(Array.from({ length: size }, () => Math.floor(next() * 9)));
    const drifted = (mode: 'evidently' | 'robust') =>
      Array.from({ length: 200 }, () =>
        featureDrift(draw(800), draw(300), { mode, method: 'cramer_von_mises' }),
      ).filter((drift) => drift.drifted).length;
    expect(drifted('evidently')).toBe(200);
    expect(drifted('robust')).toBeLessThan(35);
    expect(drifted('robust')).toBeGreaterThan(8);
  });

  test.each([2, 3, 9])(
    'cramer_von_mises has the p-value of permutations with %i distinct values',
    (distinct) => {
      const next = uniform(distinct);
      const pooled = Array.from({ length: 200 }, () => Math.floor(next() * distinct));
      const scoreOf = (values: readonly number[]) =>
        featureDrift(numeric(values.slice(0, 120)), numeric(values.slice(120)), {
          method: 'cramer_von_mises',
        }).score;
      const scores = Array.from({ length: 1_000 }, () =>
        scoreOf(
          pooled
            .map((value) => [next(), value] as const)
            .sort(([one], [other]) => one - other)
            .map(([, value]) => value),
        ),
      );
      for (const p of [0.05, 0.1, 0.5]) {
        const share = scores.filter((score) => score <= p).length / scores.length;
        expect(share).toBeGreaterThan(p / 3);
        expect(share).toBeLessThan(1.4 * p + 0.05);
      }
    },
  );

  test('equal constants are no drift', () => {
    const constant = numeric([5, 5, 5, 5, 5, 5]);
    for (const method of ['t_test', 'anderson', 'es', 'mannw', 'cramer_von_mises', 'ks'] as const) {
      expect(featureDrift(constant, constant, { method }).score).toBe(1);
    }
  });
});
