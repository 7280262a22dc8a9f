import { pairwiseSum, spectrum } from '../statistics/index.js';
import { complementOf, projectedSquares } from './projection.js';

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
/** Below this share of the squared length a difference of squares has lost too many digits. */
const CANCELLED = 1e-4;

/**
 * How far every row is from the plane of the components: the length of what they do not explain, 0 where that is but
 * rounding noise, which would otherwise raise alarms about itself. By Pythagoras it is the length along the directions
 * beside the plane, or what the length along the plane leaves of the whole: the fewer directions are taken.
 * @param components orthonormal.
 */
export function residualLengths(
  columns: readonly Float64Array[],
  components: readonly (readonly number[])[],
): Float64Array {
  const whole = squaredLengths(columns);
  const rest =
    components.length > columns.length / 2
      ? projectedSquares(columns, complementOf(components, columns.length))
      : squaresLeft(columns, components, whole);
  return rest.map((square, row) => {
    const distance = Math.sqrt(square);
    return distance > NOISE * Math.sqrt(whole[row]!) ? distance : 0;
  });
}

function squaresLeft(
  columns: readonly Float64Array[],
  components: readonly (readonly number[])[],
  whole: Float64Array,
): Float64Array {
  return projectedSquares(columns, components).map((along, row) => {
    const left = whole[row]! - along;
    return left > CANCELLED * whole[row]! ? left : squaredRest(columns, components, row);
  });
}

/** Takes the components out of a row one after the other, which loses no digits. */
function squaredRest(
  columns: readonly Float64Array[],
  components: readonly (readonly number[])[],
  row: number,
): number {
  const values = columns.map((column) => column[row]!);
  const rest = [...values];
  for (const component of components) {
    const along = component.reduce((sum, weight, index) => sum + weight * values[index]!, 0);
    component.forEach((weight, index) => (rest[index]! -= along * weight));
  }
  return rest.reduce((sum, value) => sum + value * value, 0);
}

function squaredLengths(columns: readonly Float64Array[]): Float64Array {
  const squares = new Float64Array(columns[0]?.length ?? 0);
  for (const column of columns) {
    for (let row = 0; row < squares.length; row++) squares[row]! += column[row]! * column[row]!;
  }
  return squares;
}

function product(left: Float64Array, right: Float64Array): number {
  return pairwiseSum(left.map((value, row) => value * right[row]!)) / (left.length - 1);
}
