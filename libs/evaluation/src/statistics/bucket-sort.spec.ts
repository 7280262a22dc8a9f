import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sortedCopy } from './bucket-sort.js';

const sizes = { minLength: 0, maxLength: 400, size: 'max' } as const;
const doubles = fc.double({ noNaN: true });
const wholeNumbers = fc.integer({ min: -20, max: 20 });
/** Denormals, zeros of both signs, infinities and the largest numbers, beside usual ones. */
const extremes = fc.constantFrom(
  -Infinity,
  -Number.MAX_VALUE,
  -1,
  -Number.MIN_VALUE,
  -0,
  0,
  Number.MIN_VALUE,
  2 ** -1060,
  1,
  1 + Number.EPSILON,
  Number.MAX_VALUE,
  Infinity,
);

describe('a sorted copy equals what the engine sorts, bit for bit,', () => {
  test.each([
    ['of any doubles', doubles],
    ['of whole numbers that repeat', wholeNumbers],
    ['of zeros of both signs among others', fc.constantFrom(-0, 0, -2, 3)],
    ['of extremes', extremes],
    ['of finite extremes', extremes.filter(Number.isFinite)],
    ['of denormals', wholeNumbers.map((count) => count * Number.MIN_VALUE)],
    [
      'of heavy tails',
      fc.oneof({ weight: 30, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) }, doubles),
    ],
    ['of powers of two', fc.integer({ min: -1074, max: 1023 }).map((exponent) => 2 ** exponent)],
  ])('%s', (_, value) => {
    fc.assert(
      fc.property(fc.array(value, sizes), (values) => {
        const given = Float64Array.from(values);
        const kept = given.slice();
        expect(bitsOf(sortedCopy(given))).toEqual(bitsOf(kept.slice().sort()));
        expect(bitsOf(given)).toEqual(bitsOf(kept));
      }),
      { numRuns: 60 },
    );
  });

  test('of 20,000 values, most of them close together', () => {
    const values = Float64Array.from({ length: 20_000 }, (_, i) => Math.exp(12 * Math.sin(i * i)));
    expect(bitsOf(sortedCopy(values))).toEqual(bitsOf(values.slice().sort()));
  });
});

function bitsOf({ buffer }: Float64Array): Uint8Array {
  return new Uint8Array(buffer);
}
