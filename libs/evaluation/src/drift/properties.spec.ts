import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DriftUndefined } from '../comparison/index.js';
import { type DriftMethod, driftTests } from '../drift-tests/index.js';
import { categorical, numeric, type Sample } from '../samples/index.js';
import { type DriftOptions, featureDrift } from './feature-drift.js';

const methodsFor = (kind: Sample['kind']) =>
  (Object.keys(driftTests) as DriftMethod[]).filter((method) =>
    (driftTests[method].kinds as readonly string[]).includes(kind),
  );

const rows = { minLength: 5, maxLength: 60 };
const number = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => Math.round(value * 256) / 256),
);
const numbers = fc.array(number, rows);
const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), rows);
const binary = fc.array(fc.constantFrom('no', 'yes'), rows);

/** The score, or why there is none. */
function scoreOf(reference: Sample, current: Sample, options: DriftOptions): number | string {
  try {
    return featureDrift(reference, current, options).score;
  } catch (error) {
    if (error instanceof DriftUndefined) return error.reason;
    throw error;
  }
}

function expectSame(left: number | string, right: number | string): void {
  if (typeof left === 'string' || typeof right === 'string' || Number.isNaN(left))
    expect(left).toEqual(right);
  else expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(left)));
}

function shuffled<T>(values: readonly T[], by: number): T[] {
  return values
    .map((value, index) => ({ value, key: ((index + 1) * by) % 65_537 }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

describe.each(['evidently', 'robust'] as const)('in mode %s', (mode) => {
  test.each(methodsFor('numerical'))('%s is a p-value or a distance of numbers', (method) => {
    fc.assert(
      fc.property(numbers, numbers, (reference, current) => {
        const score = scoreOf(numeric(reference), numeric(current), { mode, method });
        if (typeof score === 'string' || Number.isNaN(score)) return;
        expect(score).toBeGreaterThanOrEqual(0);
        if (driftTests[method].driftIf.startsWith('<')) expect(score).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  test.each(methodsFor('categorical'))('%s is a p-value or a distance of categories', (method) => {
    fc.assert(
      fc.property(letters, letters, (reference, current) => {
        const score = scoreOf(categorical(reference), categorical(current), { mode, method });
        if (typeof score === 'string' || Number.isNaN(score)) return;
        expect(score).toBeGreaterThanOrEqual(0);
        if (driftTests[method].driftIf.startsWith('<')) expect(score).toBeLessThanOrEqual(1);
      }),
      { numRuns: method === 'TVD' ? 5 : 50 },
    );
  });

  test.each(methodsFor('numerical'))('%s does not depend on the order of the rows', (method) => {
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 1, max: 65_536 }), (reference, current, by) => {
        const options = { mode, method };
        expectSame(
          scoreOf(numeric(shuffled(reference, by)), numeric(shuffled(current, by)), options),
          scoreOf(numeric(reference), numeric(current), options),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('of two equal samples', () => {
  test.each(methodsFor('numerical'))('%s of numbers finds no drift', (method) => {
    fc.assert(
      fc.property(numbers, (values) => {
        const { score, driftIf } = featureDriftOr(numeric(values), numeric(values), method);
        if (driftIf.startsWith('>')) expect(score).toBeLessThanOrEqual(1e-7);
        else expect(score).toBeCloseTo(method === 'anderson' && new Set(values).size > 1 ? 0.25 : 1, 6);
      }),
      { numRuns: 50 },
    );
  });

  test.each(methodsFor('categorical'))('%s of categories finds no drift', (method) => {
    fc.assert(
      fc.property(binary, (values) => {
        const { score, driftIf } = featureDriftOr(categorical(values), categorical(values), method);
        if (driftIf.startsWith('>')) expect(score).toBeLessThanOrEqual(1e-7);
        else expect(score).toBeCloseTo(1, 6);
      }),
      { numRuns: method === 'TVD' ? 5 : 50 },
    );
  });

  /** A result without score stands for no drift here: Epps-Singleton has none when half of the values are equal. */
  function featureDriftOr(reference: Sample, current: Sample, method: DriftMethod) {
    const { driftIf } = driftTests[method];
    const score = scoreOf(reference, current, { mode: 'robust', method });
    if (typeof score === 'number') return { score, driftIf };
    expect(score).toBe('no-spread');
    return { score: driftIf.startsWith('>') ? 0 : 1, driftIf };
  }
});

describe('symmetry', () => {
  const symmetric = [
    'ks',
    'jensenshannon',
    'hellinger',
    'ed',
    't_test',
    'mannw',
    'es',
    'anderson',
    'cramer_von_mises',
  ] as const;

  test.each(symmetric)('%s is the same when reference and current are swapped', (method) => {
    fc.assert(
      fc.property(numbers, numbers, (left, right) => {
        fc.pre(new Set(left).size <= 20 === new Set(right).size <= 20);
        const options = { mode: 'robust', method } as const;
        expectSame(
          scoreOf(numeric(left), numeric(right), options),
          scoreOf(numeric(right), numeric(left), options),
        );
      }),
    );
  });
});

describe('scale', () => {
  const scaleFree = [
    'ks',
    't_test',
    'mannw',
    'es',
    'anderson',
    'cramer_von_mises',
    'hellinger',
    'psi',
  ] as const;

  test.each(scaleFree)('%s does not depend on the unit of the feature', (method) => {
    fc.assert(
      fc.property(numbers, numbers, fc.constantFrom(0.25, 4, 1024), (reference, current, factor) => {
        const scaled = (values: number[]) => numeric(values.map((value) => value * factor));
        const options = { mode: 'robust', method } as const;
        expectSame(
          scoreOf(scaled(reference), scaled(current), options),
          scoreOf(numeric(reference), numeric(current), options),
        );
      }),
    );
  });

  test('the energy distance grows with the root of the unit', () => {
    const score = (factor: number) =>
      featureDrift(numeric([1, 2, 3].map((x) => x * factor)), numeric([2, 4, 9].map((x) => x * factor)), {
        method: 'ed',
      }).score;
    expect(score(4)).toBeCloseTo(2 * score(1), 12);
  });
});
