import { DriftUndefined, eachTie, numericTest } from '../comparison/index.js';
import { NumericSample } from '../samples/index.js';
import { cramerVonMisesExactTail, cramerVonMisesTail } from '../statistics/index.js';

const METHOD = 'cramer_von_mises';

/** The exact law is used when both samples have at most this many rows. */
const EXACT_SIZE = 20;

/**
 * Two-sample Cramér-von Mises test (T. W. Anderson 1962): asymptotic when a sample has more than 20 rows, else exact.
 * Evidently's exact law fails on NumPy 2 or loses digits through its number type, so up to 20 rows both modes equal SciPy.
 *
 * Evidently and SciPy compare midranks with the places in the sample, so that ties alone make the statistic large: integers from
 * 0 to 8 differ from integers of the same law with p near 0. `robust` integrates the squared difference of both
 * distribution functions instead, which is the same without ties.
 */
export const cramerVonMises = numericTest({
  method: METHOD,
  displayName: 'Cramer-von Mises',
  threshold: 0.1,
  driftIf: '<=',
  score(reference, current, { mode }) {
    const [n1, n2] = [reference.size, current.size];
    if (Math.min(n1, n2) <= 1) throw new DriftUndefined(METHOD, 'too-few-rows');
    const isTied = mode === 'robust' && pooledDistinct(reference, current) < n1 + n2;
    const u = isTied ? tiedStatistic(reference, current) : statistic(reference, current);
    if (Math.max(n1, n2) <= EXACT_SIZE) return cramerVonMisesExactTail(u, n1, n2);
    return cramerVonMisesTail(normalised(u, n1, n2));
  },
});

/** U = n1 Σ (r_i - i)² + n2 Σ (s_j - j)², equation 10 of Anderson, with r and s the midranks in the pooled data. */
function statistic(reference: NumericSample, current: NumericSample): number {
  let [sum1, sum2, seen1, seen2] = [0, 0, 0, 0];
  eachTie(reference.sorted, current.sorted, ({ midrank, left, right }) => {
    for (let i = 0; i < left; i++) sum1 += (midrank - ++seen1) ** 2;
    for (let j = 0; j < right; j++) sum2 += (midrank - ++seen2) ** 2;
  });
  return reference.size * sum1 + current.size * sum2;
}

/**
 * U for tied values: from T = n1 n2 / N² Σ (F - G)² over the N pooled rows, Anderson's equation 2, where a tie counts the mean
 * of the squared differences below and at its value.
 */
function tiedStatistic(reference: NumericSample, current: NumericSample): number {
  const [n1, n2] = [reference.size, current.size];
  const [k, n] = [n1 * n2, n1 + n2];
  let [difference, squares] = [0, 0];
  eachTie(reference.sorted, current.sorted, ({ left, right, total }) => {
    const below = difference;
    difference += left / n1 - right / n2;
    squares += (total * (below ** 2 + difference ** 2)) / 2;
  });
  return k * n * ((k * squares) / n ** 2 + (4 * k - 1) / (6 * n));
}

function pooledDistinct(reference: NumericSample, current: NumericSample): number {
  let distinct = 0;
  eachTie(reference.sorted, current.sorted, () => distinct++);
  return distinct;
}

/** T of Anderson's equation 9, standardised to the mean and variance of the limiting law (equations 11, 14 and 15). */
function normalised(u: number, n1: number, n2: number): number {
  const [k, n] = [n1 * n2, n1 + n2];
  const t = u / (k * n) - (4 * k - 1) / (6 * n);
  const expected = (1 + 1 / n) / 6;
  const variance = ((n + 1) * (4 * k * n - 3 * (n1 ** 2 + n2 ** 2) - 2 * k)) / (45 * n ** 2 * 4 * k);
  return 1 / 6 + (t - expected) / Math.sqrt(45 * variance);
}
