import { DriftUndefined, eachTie, numericTest, pooledRange } from '../comparison/index.js';
import { NumericSample } from '../samples/index.js';

const METHOD = 'anderson';

/** The table of p-values ends at 0.25 and 0.001; statistics beyond these take its ends. */
const TABLE = { least: 0.325, most: 6.546, largestP: 0.25, smallestP: 0.001 };

/** ln p as a parabola in the statistic: least squares over the seven points of the table of Scholz and Stephens. */
const PARABOLA = [0.018198094574111343, -1.0082265644652515, -1.077770279820486] as const;

/**
 * Two-sample Anderson-Darling test with midranks (F. W. Scholz and M. A. Stephens, "K-Sample Anderson-Darling Tests",
 * 1987, equation 7), p-value interpolated in their table and so between 0.001 and 0.25. Without a
 * statistic when all values are equal; `robust` gives 1.
 */
export const andersonDarling = numericTest({
  method: METHOD,
  displayName: 'Anderson-Darling',
  threshold: 0.1,
  driftIf: '<',
  score(reference, current, { mode }) {
    const { low, high } = pooledRange(reference, current);
    if (low === high && mode === 'robust') return 1;
    if (low === high) throw new DriftUndefined(METHOD, 'no-spread');
    if (reference.size + current.size < 4) throw new DriftUndefined(METHOD, 'too-few-rows');
    return tableTail((statistic(reference, current) - 1) / deviation(reference.size, current.size));
  },
});

function statistic(reference: NumericSample, current: NumericSample): number {
  const [n1, n2] = [reference.size, current.size];
  const n = n1 + n2;
  let [sum1, sum2, seen1, seen2] = [0, 0, 0, 0];
  eachTie(reference.sorted, current.sorted, ({ below, left, right, total }) => {
    const b = below + total / 2;
    const weight = total / n / (b * (n - b) - (n * total) / 4);
    sum1 += weight * (n * (seen1 + left / 2) - b * n1) ** 2;
    sum2 += weight * (n * (seen2 + right / 2) - b * n2) ** 2;
    seen1 += left;
    seen2 += right;
  });
  return ((sum1 / n1 + sum2 / n2) * (n - 1)) / n;
}

/** The standard deviation of the statistic under equal distributions, for two samples. */
function deviation(n1: number, n2: number): number {
  const n = n1 + n2;
  const inverse = 1 / n1 + 1 / n2;
  let [h, g] = [0, 0];
  for (let i = n - 1; i > 1; i--) {
    h += 1 / i;
    g += h / (n - i + 1);
  }
  h += 1;
  const a = 4 * g - 6 + (10 - 6 * g) * inverse;
  const b = 4 * (2 * g - 4) + 16 * h + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
  const c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * inverse + 4 * h;
  const d = 24;
  return Math.sqrt((a * n ** 3 + b * n ** 2 + c * n + d) / ((n - 1) * (n - 2) * (n - 3)));
}

function tableTail(standardised: number): number {
  if (standardised < TABLE.least) return TABLE.largestP;
  if (standardised > TABLE.most) return TABLE.smallestP;
  return Math.exp(PARABOLA.reduce((sum, coefficient) => sum * standardised + coefficient, 0));
}
