import { pairwiseSum } from '../statistics/summation.js';
import { spectrum } from '../statistics/symmetric-matrix.js';

/**
 * The directions of the largest variance that together hold more than a share of it (principal components, K. Pearson
 * 1901): orthonormal, the largest first; enough of them that the share is exceeded, as scikit-learn chooses.
 * @param columns centred, of equal length.
 */
export function principalComponents(columns: readonly Float64Array[], share: number): number[][] {
  const covariance = columns.map((left) => columns.map((right) => product(left, right)));
  const { values, vectors } = spectrum(covariance);
  const order = values.map((_, index) => index).sort((a, b) => values[b]! - values[a]!);
  const total = values.reduce((sum, value) => sum + value, 0);
  const kept: number[][] = [];
  let held = 0;
  for (const index of order) {
    kept.push(vectors[index]!);
    held += values[index]! / total;
    if (held > share) break;
  }
  return kept;
}

/** What remains of a row below this share of its length is rounding noise. */
const NOISE = 1e-13;

/**
 * How far every row is from the plane of the components: the length of what they do not explain, 0 where that is but
 * rounding noise, which would otherwise raise alarms about itself.
 */
export function residualLengths(
  columns: readonly Float64Array[],
  components: readonly (readonly number[])[],
): Float64Array {
  const rows = columns[0]?.length ?? 0;
  return Float64Array.from({ length: rows }, (_, row) => {
    const rest = columns.map((column) => column[row]!);
    const smallest = NOISE * length(rest);
    for (const component of components) {
      const along = component.reduce((sum, weight, index) => sum + weight * columns[index]![row]!, 0);
      component.forEach((weight, index) => (rest[index]! -= along * weight));
    }
    const distance = length(rest);
    return distance > smallest ? distance : 0;
  });
}

function length(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

function product(left: Float64Array, right: Float64Array): number {
  return pairwiseSum(left.map((value, row) => value * right[row]!)) / (left.length - 1);
}
