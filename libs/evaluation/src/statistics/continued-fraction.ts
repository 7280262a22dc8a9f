const TINY = 1e-300;
const MAX_TERMS = 100_000;

/**
 * The continued fraction b0 + a1/(b1 + a2/(b2 + ...)) by the modified Lentz method (W. J. Lentz 1976; I. J. Thompson
 * and A. R. Barnett 1986), to the last bit.
 * @param numerator a_n, for n from 1.
 * @param denominator b_n, for n from 1.
 */
export function continuedFraction(
  first: number,
  numerator: (n: number) => number,
  denominator: (n: number) => number,
): number {
  let value = nonZero(first);
  let c = value;
  let d = 0;
  for (let n = 1; n < MAX_TERMS; n++) {
    const a = numerator(n);
    const b = denominator(n);
    d = 1 / nonZero(b + a * d);
    c = nonZero(b + a / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < Number.EPSILON) break;
  }
  return value;
}

function nonZero(x: number): number {
  return x === 0 ? TINY : x;
}
