import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { kolmogorovTail, kolmogorovTwoSampleTail, smirnovTail } from './kolmogorov.js';

/** The values are SciPy 1.17's; every branch of the law is among them. */
test.each([
  [0.0004, 1000, 1],
  [0.0009, 1000, 1],
  [0.13, 100, 0.06209234069876253],
  [0.3, 50, 0.00017353260202718738],
  [0.6, 20, 2.0483011649719853e-7],
  [0.97, 20, 6.973568802000124e-31],
  [0.01, 1000, 0.9999496745370611],
  [0.02, 1000, 0.8108971656895577],
  [0.03, 2400, 0.026060777189260143],
  [0.05, 2400, 1.1819331834983836e-5],
  [0.008, 20_000, 0.15371596723031855],
])('P(D >= %d) of %i observations equals SciPy', (x, n, expected) => {
  expect(Math.abs(kolmogorovTail(x, n) - expected)).toBeLessThanOrEqual(1e-11 * expected);
});

test.each([
  [5, 0.3, 0.34282],
  [100, 0.1, 0.1265906584562817],
  [5000, 0.02, 0.01806981293722266],
])('one-sided: of %i observations beyond %d equals SciPy', (n, x, expected) => {
  expect(Math.abs(smirnovTail(n, x) - expected)).toBeLessThanOrEqual(1e-12);
});

test('the law ends at one and at zero', () => {
  expect([kolmogorovTail(0, 10), kolmogorovTail(1, 10), smirnovTail(10, 0), smirnovTail(10, 1)]).toEqual([
    1, 0, 1, 0,
  ]);
});

/** Every way to mix m and n rows, as a list of which sample each row comes from. */
function* arrangements(m: number, n: number): Generator<boolean[]> {
  if (m === 0 || n === 0) {
    yield [...Array<boolean>(m).fill(true), ...Array<boolean>(n).fill(false)];
    return;
  }
  for (const rest of arrangements(m - 1, n)) yield [true, ...rest];
  for (const rest of arrangements(m, n - 1)) yield [false, ...rest];
}

function statistic(rows: readonly boolean[], m: number, n: number): number {
  let [i, j, largest] = [0, 0, 0];
  for (const isFirst of rows) {
    if (isFirst) i++;
    else j++;
    largest = Math.max(largest, Math.abs(i * n - j * m));
  }
  return largest;
}

describe('two samples', () => {
  test('the exact p-value is the share of all arrangements that are at least as far apart', () => {
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 36 }), (m, n, level) => {
        const all = [...arrangements(m, n)].map((rows) => statistic(rows, m, n));
        const observed = all[level % all.length]!;
        const share = all.filter((other) => other >= observed).length / all.length;
        expect(kolmogorovTwoSampleTail(observed / (m * n), m, n)).toBeCloseTo(share, 12);
      }),
      { numRuns: 50 },
    );
  });

  test('the exact p-value is at most one, whatever the rounding', () => {
    for (let m = 1; m <= 40; m++) {
      for (let n = 1; n <= 40; n++) expect(kolmogorovTwoSampleTail(1 / (m * n), m, n)).toBeLessThanOrEqual(1);
    }
  });

  test('swapping the samples changes nothing', () => {
    const size = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(size, size, fc.double({ min: 0, max: 1, noNaN: true }), (m, n, d) => {
        expect(kolmogorovTwoSampleTail(d, m, n)).toBe(kolmogorovTwoSampleTail(d, n, m));
      }),
    );
  });

  test('the exact and the large-sample law are close where one takes over from the other', () => {
    const exact = kolmogorovTwoSampleTail(0.019, 10_000, 9_999);
    expect(kolmogorovTwoSampleTail(0.019, 10_001, 9_999)).toBeCloseTo(exact, 3);
  });
});
