import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExactSum } from './exact-sum.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });

function summed(terms: readonly number[]): ExactSum {
  const sum = new ExactSum();
  for (const term of terms) sum.add(term);
  return sum;
}

/** The sum as a whole number of 2^-1074, the smallest step of a double, rounded by the engine's own BigInt cast. */
function reference(terms: readonly number[]): number {
  const steps = terms.reduce((total, term) => total + inSteps(term), 0n);
  const magnitude = steps < 0n ? -steps : steps;
  const dropped = Math.max(0, magnitude.toString(2).length - 1000);
  // Dropped bits stay visible to the rounding through a sticky last bit.
  const kept = (magnitude >> BigInt(dropped)) | (magnitude % (1n << BigInt(dropped)) === 0n ? 0n : 1n);
  const value = scale(Number(kept), dropped - 1074);
  return steps < 0n ? -value : value;
}

function inSteps(term: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(term));
  const bits = view.getBigUint64(0);
  const exponent = bits >> 52n;
  const fraction = bits & ((1n << 52n) - 1n);
  const steps = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return term < 0 ? -steps : steps;
}

function scale(value: number, power: number): number {
  return power < -1000 ? value * 2 ** -1000 * 2 ** (power + 1000) : value * 2 ** power;
}

describe('ExactSum', () => {
  test('is 0 without terms', () => {
    expect(new ExactSum().value).toBe(0);
  });

  test('keeps what a running double loses', () => {
    expect(summed([1e16, 1, -1e16]).value).toBe(1);
    expect(summed(Array<number>(10).fill(0.1)).value).toBe(1);
  });

  test('rounds a tie by what lies below it', () => {
    expect(summed([1, 2 ** -53, 2 ** -200]).value).toBe(1 + 2 ** -52);
    expect(summed([1, 2 ** -53, -(2 ** -200)]).value).toBe(1);
  });

  test('equals whole-number arithmetic, rounded once', () => {
    const ordinary = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(fc.array(ordinary, { maxLength: 40 }), (terms) => {
        expect(summed(terms).value + 0).toBe(reference(terms) + 0);
      }),
    );
  });

  test('leaves nothing behind of terms that were taken away, in any order and of any size', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { maxLength: 40 }),
        fc.array(finite, { maxLength: 40 }),
        (kept, removed) => {
          const scaled = (terms: number[]) => terms.map((term) => term / 128);
          const sum = summed([...scaled(kept), ...scaled(removed)]);
          for (const term of scaled(removed)) sum.subtract(term);
          expect(sum.value).toBe(summed(scaled(kept)).value);
        },
      ),
    );
  });
});
