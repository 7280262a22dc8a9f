import { describe, expect, test } from '@jest/globals';
import { type DriftMethod, driftTests } from '../drift-tests/index.js';
import { categorical, numeric, type Sample } from '../samples/index.js';
import { featureDrift } from './feature-drift.js';

/** Park and Miller's generator with factor 48271: exact in doubles, so every language draws the same. */
function* uniform(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

function draw<T>(size: number, seed: number, make: (next: () => number) => T): T[] {
  const source = uniform(seed);
  return Array.from({ length: size }, () => make(() => source.next().value));
}

function bell(size: number, seed: number, center: number, width: number): number[] {
  return draw(size, seed, (next) => center + width * (next() + next() + next() + next() - 2));
}

function whole(size: number, seed: number, range: number, from: number): Int32Array {
  return Int32Array.from(draw(size, seed, (next) => Math.floor(next() * range) + from));
}

function letters(size: number, seed: number, cuts: readonly number[]): string[] {
  return draw(size, seed, (next) => {
    const u = next();
    return 'abcd'[cuts.filter((cut) => cut <= u).length]!;
  });
}

function expectScores(
  reference: Sample,
  current: Sample,
  expected: Partial<Record<DriftMethod, number>>,
): void {
  for (const [method, score] of Object.entries(expected)) {
    const actual = featureDrift(reference, current, { mode: 'evidently', method: method as DriftMethod });
    expect(Math.abs(actual.score - score)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, score));
  }
}

/** Values that Evidently 0.7.21 gave on NumPy 2.4 and SciPy 1.17. */
describe('scores that Evidently gave', () => {
  test('500 values against 300', () => {
    const reference = bell(500, 1, 0, 1);
    expect(reference.slice(0, 2)).toEqual([-0.4219811905277804, 0.07062968615006149]);
    expectScores(numeric(reference), numeric(bell(300, 2, 0.1, 1.2)), {
      ks: 0.14064735336295378,
      wasserstein: 0.2261936336237199,
      jensenshannon: 0.12546112646752564,
      kl_div: 0.05428989954924841,
      psi: 0.14723743345687174,
      hellinger: 0.13222408147038794,
      mannw: 0.165458807315435,
      t_test: 0.23429911833875966,
      anderson: 0.01521082274272525,
      cramer_von_mises: 0.06583596502385969,
      es: 0.0005004199467200695,
      ed: 0.1131757853053858,
    });
  });

  test('1500 values against 800', () => {
    expectScores(numeric(bell(1500, 3, 0, 1)), numeric(bell(800, 4, 0.05, 1)), {
      wasserstein: 0.07274084713656458,
      jensenshannon: 0.05078393357552652,
      psi: 0.02132715402222766,
      ks: 0.36821495470118704,
    });
  });

  test('1024 whole numbers in all, where the number of bins lands above a whole number', () => {
    expectScores(numeric(whole(600, 5, 40, 0)), numeric(whole(424, 6, 40, 1)), {
      jensenshannon: 0.08373778308312022,
      psi: 0.05650172230369663,
      hellinger: 0.04887147139766231,
      ks: 0.20669564336247442,
      mannw: 0.16218486052366393,
    });
  });

  test('categories', () => {
    const reference = letters(400, 7, [0.5, 0.8, 0.95]);
    const current = letters(250, 8, [0.45, 0.75, 0.93]);
    expectScores(categorical(reference), categorical(current), {
      chisquare: 0.0012569500027098653,
      z: 0.02320125487971514,
      jensenshannon: 0.07861805856619163,
      kl_div: 0.02357244968599017,
      psi: 0.0501765785914178,
      hellinger: 0.07890301067629145,
      TVD: 0.044,
    });
    const first = reference.slice(0, 250);
    expectScores(categorical(first), categorical(current), { g_test: 0.004647689372541129 });
    const isA = (values: readonly string[]) => categorical(values.map((value) => value === 'a'));
    expectScores(isA(first), isA(current), { fisher_exact: 0.048842579252180524, z: 0.0395405415636334 });
  });

  test.each([
    [3000, 10, 0.02, 0.06331398470871963],
    [3000, 11, 0.05, 0.00029025961049176306],
    [130, 12, 0.05, 0.4275814254834751],
  ])('Kolmogorov-Smirnov of 12,000 values against %i', (size, seed, center, p) => {
    expectScores(numeric(bell(12_000, 9, 0, 1)), numeric(bell(size, seed, center, 1)), { ks: p });
  });
});

test('every test is registered under its own name', () => {
  for (const [name, { method }] of Object.entries(driftTests)) expect(method).toBe(name);
  expect(Object.keys(driftTests)).toHaveLength(17);
});
