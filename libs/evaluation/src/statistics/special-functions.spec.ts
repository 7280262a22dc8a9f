import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scaledBesselK } from './cramer-von-mises.js';
import {
  chiSquaredTail,
  normalCdf,
  normalTail,
  regularizedBeta,
  studentTwoSided,
  upperGamma,
} from './special-functions.js';
import { binomialDensity, logGamma, poissonDensity } from './stirling.js';

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-11 * Math.abs(expected));
}

/** The values are SciPy 1.17's. */
describe('special functions equal SciPy to eleven digits', () => {
  test.each([
    [0.5, 0.01, 0.887537083981715],
    [0.5, 3, 0.014305878435429641],
    [3, 2.5, 0.5438131158833297],
    [10, 30, 7.121750862815593e-6],
    [250, 260, 0.2593894826076473],
    [9999.5, 10100, 0.15744641022520145],
  ])('upper incomplete gamma of %d at %d', (a, x, expected) => expectClose(upperGamma(a, x), expected));

  test.each([
    [0.1, 1, 0.936548965138893],
    [2, 3, 0.13932596855884305],
    [1.96, 120, 0.05231367644582758],
    [-3.2, 39_998, 0.0013753480572018873],
  ])('two-sided tail of t = %d with %d degrees of freedom', (t, degrees, expected) =>
    expectClose(studentTwoSided(t, degrees), expected),
  );

  test.each([
    [-1.5, 0.9331927987311419],
    [0, 0.5],
    [1, 0.15865525393145707],
    [3, 0.0013498980316300933],
    [8, 6.22096057427174e-16],
    [30, 4.906713927147908e-198],
  ])('normal tail beyond %d', (z, expected) => expectClose(normalTail(z), expected));

  test.each([
    [1e-6, 68.10729599699684],
    [0.1, 2.9675572852683945],
    [1, 1.1708721016781265],
    [30, 0.22812034535022685],
    [600, 0.05115834793179829],
  ])('scaled K of order a quarter at %d', (x, expected) => expectClose(scaledBesselK(0.25, x), expected));

  test.each([
    [0.1, 2.252712651734206],
    [2.5, 0.2846828704729192],
    [30, 71.257038967168],
    [1e5, 1051287.7089736569],
  ])('logarithm of gamma at %d', (x, expected) => expectClose(logGamma(x), expected));
});

describe('where there is no value in between', () => {
  test('the upper gamma function is 1 at zero, 0 at infinity and, without a parameter, its limit', () => {
    expect([upperGamma(2, 0), upperGamma(2, Infinity)]).toEqual([1, 0]);
    expect([upperGamma(0, 1), chiSquaredTail(1, 0)]).toEqual([0, 0]);
    expect([upperGamma(0, 0), upperGamma(-1, 1), upperGamma(2, NaN)]).toEqual([NaN, NaN, NaN]);
  });

  test("Student's tail is 1 at zero, 0 at infinity, undefined without a degree of freedom", () => {
    expect([studentTwoSided(0, 5), studentTwoSided(Infinity, 5)]).toEqual([1, 0]);
    expect([studentTwoSided(1, 0), studentTwoSided(NaN, 5)]).toEqual([NaN, NaN]);
  });

  test('what is not a number gives what is not a number, and ends', () => {
    expect([scaledBesselK(0.25, NaN), poissonDensity(2, NaN), binomialDensity(2, 5, NaN, NaN)]).toEqual([
      NaN,
      NaN,
      NaN,
    ]);
    expect([normalTail(NaN), regularizedBeta(1, 2, NaN, NaN), logGamma(NaN)]).toEqual([NaN, NaN, NaN]);
  });

  test('densities of certain events are 1, of impossible ones 0', () => {
    expect([poissonDensity(0, 0), poissonDensity(3, 0)]).toEqual([1, 0]);
    expect([binomialDensity(0, 5, 0, 1), binomialDensity(5, 5, 1, 0), binomialDensity(2, 5, 0, 1)]).toEqual([
      1, 1, 0,
    ]);
  });
});

describe('identities', () => {
  const shape = fc.double({ min: 0.5, max: 500, noNaN: true });

  test('the binomial probabilities of all outcomes add up to one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (n, p) => {
          let total = 0;
          for (let k = 0; k <= n; k++) total += binomialDensity(k, n, p, 1 - p);
          expect(total).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  test('the incomplete beta function and its mirror image add up to one', () => {
    fc.assert(
      fc.property(shape, shape, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, x) => {
        expect(regularizedBeta(a, b, x, 1 - x) + regularizedBeta(b, a, 1 - x, x)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('the gamma tail never rises', () => {
    const at = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(shape, at, at, (a, x, y) => {
        expect(upperGamma(a, Math.max(x, y))).toBeLessThanOrEqual(upperGamma(a, Math.min(x, y)) + 1e-13);
      }),
    );
  });

  test('the normal distribution is symmetric', () => {
    fc.assert(
      fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (z) => {
        expect(normalCdf(z)).toBe(normalTail(-z));
      }),
    );
  });
});
