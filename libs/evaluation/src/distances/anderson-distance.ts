import { DriftUndefined } from '../comparison/index.js';
import type { ValueCounts } from '../samples/index.js';
import { squaresLaw } from '../statistics/index.js';
import type { Distance, DistanceTest, SampleRows } from './distance.js';

const METHOD = 'anderson_distance';

/**
 * The Anderson-Darling distance: the root of ∫ (F - G)² / (H (1 - H)) dH, where H is the distribution of both samples together.
 * It depends on ranks alone, so outliers and heavy tails do not matter. Its square divided by 1/n + 1/w is the two-sample
 * statistic with midranks (F. W. Scholz and M. A. Stephens, "K-Sample Anderson-Darling Tests", 1987, equation 7, without the factor
 * (N - 1)/N). Ties change the law of the statistic; its cumulants are computed from them.
 */
export const andersonDistance: DistanceTest = {
  method: METHOD,
  displayName: 'Anderson-Darling distance',
  kind: 'numerical',
  measure(reference, current, rows) {
    if (reference.kind !== 'numerical' || current.kind !== 'numerical') {
      throw new DriftUndefined(METHOD, 'wrong-type');
    }
    const total = { reference: reference.size, current: current.size };
    return measured(reference.counts, current.counts, total, rows);
  },
};

/**
 * One pass over the distinct values. With the share h of a value and the middle m of its ranks, the midrank difference has the
 * variance v = m (1 - m) - h/4, and its correlation with that of a later value is m (1 - m') / sqrt(v v'), a product of a factor
 * of each, so that the sums over pairs and triples of values follow from sums over the values before.
 */
function measured(
  reference: ValueCounts<number>,
  current: ValueCounts<number>,
  total: SampleRows,
  rows: SampleRows,
): Distance {
  const referenceWeight = rows.reference / (rows.reference + rows.current);
  let [below, belowReference, belowCurrent] = [0, 0, 0];
  let [square, squares, cubes] = [0, 0, 0];
  let [pairs, heavyPairs, triples] = [0, 0, 0];
  for (let i = 0, j = 0; i < reference.values.length || j < current.values.length;) {
    const [left, right] = [reference.values[i] ?? Infinity, current.values[j] ?? Infinity];
    const f = left <= right ? (reference.counts[i++] ?? NaN) / total.reference : 0;
    const g = right <= left ? (current.counts[j++] ?? NaN) / total.current : 0;
    const share = referenceWeight * f + (1 - referenceWeight) * g;
    const middle = below + share / 2;
    const variance = middle * (1 - middle) - share / 4;
    const difference = belowReference + f / 2 - belowCurrent - g / 2;
    below += share;
    belowReference += f;
    belowCurrent += g;
    if (variance <= Number.EPSILON) continue;
    square += (share * difference ** 2) / variance;
    const after = (share * (1 - middle) ** 2) / variance;
    squares += share ** 2 + 2 * after * pairs;
    cubes += share ** 3 + 3 * after * heavyPairs + 3 * share * after * pairs + 6 * after * triples;
    triples += (pairs * share * middle * (1 - middle)) / variance;
    const before = (share * middle ** 2) / variance;
    pairs += before;
    heavyPairs += before * share;
  }
  // A single value leaves no chance; any law will do.
  return { score: Math.sqrt(square), law: squares > 0 ? squaresLaw(1, squares, cubes) : squaresLaw(1, 1, 1) };
}
