import { binomialDensity } from './stirling.js';

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
    for (let k = u; k >= n + i; k--) shares[k]! -= shares[k - n - i]!;
    for (let k = i; k <= u; k++) shares[k]! += shares[k - i]!;
  }
  return shares.reduce((sum, share) => sum + share, 0);
}

/** 1 / C(m + n, m). */
function arrangementShare(m: number, n: number): number {
  const p = m / (m + n);
  return (p ** m * (1 - p) ** n) / binomialDensity(m, m + n, p, 1 - p);
}
