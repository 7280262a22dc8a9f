import { binomialDensity } from './stirling.js';

/** Probabilities count as equal up to this relative difference, which is far above their rounding error. */
const SAME = 1e-11;

/**
 * Two-sided p-value of Fisher's exact test of the table [[a, b], [c, d]]: the total probability of the tables with the
 * same margins that are no more likely than this one (R. A. Fisher 1935). 1 when a row or a column is empty.
 */
export function fisherTwoSided(a: number, b: number, c: number, d: number): number {
  const [row1, row2, column] = [a + b, c + d, a + c];
  if (row1 === 0 || row2 === 0 || column === 0 || b + d === 0) return 1;
  const observed = density(a, row1, row2, column) * (1 + SAME);
  let total = 0;
  for (let k = Math.max(0, column - row2); k <= Math.min(row1, column); k++) {
    const probability = density(k, row1, row2, column);
    if (probability <= observed) total += probability;
  }
  return Math.min(1, total);
}

/** C(row1, k) C(row2, column - k) / C(row1 + row2, column), as a ratio of binomial densities (Loader 2000). */
function density(k: number, row1: number, row2: number, column: number): number {
  const size = row1 + row2;
  const p = column / size;
  const q = (size - column) / size;
  return (
    (binomialDensity(k, row1, p, q) * binomialDensity(column - k, row2, p, q)) /
    binomialDensity(column, size, p, q)
  );
}

/**
 * P(U >= u) of the Mann-Whitney statistic of samples of m and n distinct values, exactly. The number of arrangements
 * with a given U is a coefficient of the Gaussian binomial Π (1 - q^(n+i)) / (1 - q^i), i = 1..min(m, n) (H. B. Mann and
 * D. R. Whitney 1947); O(m n min(m, n)) steps.
 */
export function mannWhitneyTail(u: number, m: number, n: number): number {
  const complement = m * n - u;
  if (complement < 0) return 0;
  const upTo = Math.min(u - 1, complement);
  if (upTo < 0) return 1;
  const share = lowerShare(upTo, Math.min(m, n), Math.max(m, n));
  return complement <= upTo ? share : 1 - share;
}

/** P(U <= u) for u below the middle. */
function lowerShare(u: number, m: number, n: number): number {
  const shares = new Float64Array(u + 1);
  shares[0] = arrangementShare(m, n);
  for (let i = 1; i <= m; i++) {
    for (let k = u; k >= n + i; k--) shares[k] = (shares[k] ?? NaN) - (shares[k - n - i] ?? NaN);
    for (let k = i; k <= u; k++) shares[k] = (shares[k] ?? NaN) + (shares[k - i] ?? NaN);
  }
  return shares.reduce((sum, share) => sum + share, 0);
}

/** 1 / C(m + n, m). */
function arrangementShare(m: number, n: number): number {
  const p = m / (m + n);
  return (p ** m * (1 - p) ** n) / binomialDensity(m, m + n, p, 1 - p);
}
