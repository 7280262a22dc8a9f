import { describe, expect, test } from '@jest/globals';
import { categorical, numeric } from '../samples/index.js';
import { MersenneTwister, squaresQuantile } from '../statistics/index.js';
import { chanceOfLaw, chanceOfNoise, distances } from './index.js';

const anderson = distances.anderson_distance.measure;
const chisquare = distances.chisquare_distance.measure;

/** SciPy 1.17's statistic with midranks (`_anderson_ksamp_midrank`), which has the factor (N - 1)/N. */
test.each([
  [[1, 2, 2, 3, 5, 5, 7, 8.5, 9, 11], [2, 3, 5, 5.5, 6, 8.5, 12, 14], 0.75154860806563],
  [[0.3, 1.1, 2.7, 3.1, 4.4, 6], [0.9, 3.3, 5.1, 7.7], 0.6232998308087373],
])('the Anderson-Darling distance is the root of the statistic over the rows', (left, right, statistic) => {
  const rows = { reference: left.length, current: right.length };
  const { score } = anderson(numeric(left), numeric(right), rows);
  const all = left.length + right.length;
  const scaled = (score ** 2 * rows.reference * rows.current) / all;
  expect((scaled * (all - 1)) / all).toBeCloseTo(statistic, 12);
});

test('the law with ties has the moments of 20,000 permutations of SciPy', () => {
  const reference = numeric([59, 35, 4, 2].flatMap((count, value) => new Array<number>(count).fill(value)));
  const { law } = anderson(reference, reference, { reference: 60, current: 40 });
  expect(law.mean).toBe(1);
  expect(law.variance / 1.652).toBeCloseTo(1, 1);
  expect(law.third / 5.58).toBeGreaterThan(0.85);
  expect(law.third / 5.58).toBeLessThan(1.15);
  for (const [level, quantile] of [
    [0.1, 2.566],
    [0.02, 4.889],
    [0.01, 6.117],
  ] as const) {
    expect(squaresQuantile(level, law) / quantile).toBeGreaterThan(0.92);
    expect(squaresQuantile(level, law) / quantile).toBeLessThan(1.08);
  }
});

test("without ties it has the quantiles of the Anderson-Darling law (R. B. D'Agostino and M. A. Stephens 1986)", () => {
  const values = numeric(Array.from({ length: 5_000 }, (_, index) => index));
  const { law } = anderson(values, values, { reference: 5_000, current: 1_000 });
  expect(squaresQuantile(0.05, law)).toBeCloseTo(2.492, 1);
  expect(squaresQuantile(0.01, law) / 3.857).toBeCloseTo(1, 1);
});

test('the chi-square distance is the root of the statistic of homogeneity over the rows', () => {
  const rowsOf = (counts: readonly number[]) =>
    categorical(counts.flatMap((count, place) => new Array<string>(count).fill('abc'[place]!)));
  const rows = { reference: 100, current: 100 };
  const { score, law } = chisquare(rowsOf([30, 50, 20]), rowsOf([45, 30, 25]), rows);
  // SciPy 1.17, chi2_contingency(correction=False)
  expect(score ** 2 / (1 / 100 + 1 / 100)).toBeCloseTo(8.555555555555557, 12);
  expect(chanceOfLaw(law, rows).tail(score)).toBeCloseTo(0.0138734577625275, 12);
});

describe('rare categories', () => {
  const next = new MersenneTwister(7);
  const keys = (count: number, prefix: string) =>
    Array.from({ length: count }, () => `${prefix}${next.upTo(1_000_000)}`);

  test('that nearly all are new in every window are no drift', () => {
    const rows = { reference: 2_000, current: 1_000 };
    const { score, law } = chisquare(categorical(keys(2_000, '')), categorical(keys(1_000, '')), rows);
    expect(chanceOfLaw(law, rows).tail(score)).toBeGreaterThan(0.01);
  });

  test('that the reference does not have are drift, also without a common one', () => {
    const rows = { reference: 2_000, current: 1_000 };
    const common = (count: number) => new Array<string>(count).fill('usual');
    const { score, law } = chisquare(
      categorical(common(2_000)),
      categorical([...common(980), ...keys(20, 'new')]),
      rows,
    );
    expect(chanceOfLaw(law, rows).tail(score)).toBeLessThan(1e-6);
  });
});

test('measured noise is scaled to the rows of a window, squared distances by their square', () => {
  const noise = { rows: 100, mean: 0.1, deviation: 0.03 };
  const threshold = (method: string, current: number) =>
    chanceOfNoise(method, noise, { reference: 1e9, current }, 1e9).threshold(0.01);
  expect(threshold('wasserstein', 100) / threshold('wasserstein', 10_000)).toBeCloseTo(10, 3);
  expect(threshold('psi', 100) / threshold('psi', 10_000)).toBeCloseTo(100, 1);
  // The gamma law of SciPy: gamma.isf(0.001, a=4, scale=0.5).
  const gamma = chanceOfNoise(
    'ed',
    { rows: 100, mean: 2, deviation: 1 },
    { reference: 1e9, current: 100 },
    1e9,
  );
  expect(gamma.threshold(0.004)).toBeCloseTo(6.531120389594036, 6);
});

test('noise that hardly varies has a threshold just above its mean, and is computed at once', () => {
  const rows = { reference: 1e9, current: 100 };
  const { threshold, tail } = chanceOfNoise('frechet', { rows: 100, mean: 0.3, deviation: 1e-17 }, rows, 1e9);
  expect(threshold(0.001)).toBeCloseTo(0.3, 12);
  expect([tail(0.31), tail(0.29)]).toEqual([0, 1]);
});
