import { binomialDensity } from './stirling.js';

/** Probabilities this close, relatively, count as equal: far above their rounding error. */
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
