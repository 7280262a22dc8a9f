import { binomialDensity } from './stirling.js';

/**
 * P(D+ >= x) of the one-sided Kolmogorov-Smirnov statistic of n observations, exactly: the sum of N. V. Smirnov (1944)
 * and Birnbaum and Tingey (1951), x Σ C(n,j) (x+j/n)^(j-1) (1-x-j/n)^(n-j), whose terms are all positive.
 */
export function smirnovTail(n: number, x: number): number {
  if (x <= 0) return 1;
  if (x >= 1) return 0;
  let sum = 0;
  for (let j = 0; j <= n; j++) {
    const at = x + j / n;
    const rest = 1 - at;
    if (rest <= 0) break;
    sum += binomialDensity(j, n, at, rest) / at;
  }
  return Math.min(1, x * sum);
}
