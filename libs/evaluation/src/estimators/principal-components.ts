import { itemAt, pairwiseSum, spectrum } from '../statistics/index.js';
import { leadingDirections } from './leading-directions.js';
import { complementOf, projectedSquares } from './projection.js';

/** With more columns, the covariance of all pairs would take too long. */
const MAX_EXACT_COLUMNS = 100;
/** The directions that are kept of more columns. */
const MAX_DIRECTIONS = 30;

/**
 * The principal components that together exceed a share of the variance (K. Pearson 1901): orthonormal, the largest first,
 * as many as scikit-learn chooses. Of more than 100 columns, at most 30 components (`leadingDirections`), so that time and size
 * grow with the number of columns and not with its square.
 * @param columns centred, of equal length.
 * @param count so many components instead of those that exceed the share.
 */
export function principalComponents(
  columns: readonly Float64Array[],
  share: number,
  count?: number,
): number[][] {
  const chosen = (variances: readonly number[], total: number) =>
    count === undefined ? firstBeyond(share, variances, total) : largestFirst(variances).slice(0, count);
  if (columns.length > MAX_EXACT_COLUMNS) {
    const { directions, variances } = leadingDirections(columns, MAX_DIRECTIONS);
    const total = columns.reduce((sum, column) => sum + product(column, column), 0);
    return chosen(variances, total).map((index) => [...itemAt(directions, index)]);
  }
  const covariance = columns.map((left, i) => columns.slice(0, i + 1).map((right) => product(left, right)));
  const { values, vectors } = spectrum(
    columns.map((_, i) => columns.map((__, j) => entry(covariance, i, j))),
  );
  const total = values.reduce((sum, value) => sum + value, 0);
  return chosen(values, total).map((index) => itemAt(vectors, index));
}

/** An entry of a symmetric matrix of which the lower half is given. */
function entry(lower: readonly (readonly number[])[], i: number, j: number): number {
  return itemAt(itemAt(lower, Math.max(i, j)), Math.min(i, j));
}

/** The places of the largest variances that together exceed a share of the total; all when they do not. */
function firstBeyond(share: number, variances: readonly number[], total: number): number[] {
  const order = largestFirst(variances);
  let held = 0;
  const last = order.findIndex((index) => (held += (variances[index] ?? NaN) / total) > share);
  return last === -1 ? order : order.slice(0, last + 1);
}

function largestFirst(variances: readonly number[]): number[] {
  return variances.map((_, index) => index).sort((a, b) => (variances[b] ?? NaN) - (variances[a] ?? NaN));
}

/** A distance below this share of the row's length is rounding noise. */
const NOISE = 1e-13;
/** A difference of squares below this share of the squared length has lost too many digits. */
const CANCELLED = 1e-4;

/**
 * The distance of every row from the plane of the components, 0 where it is only rounding noise. By Pythagoras it follows from
 * the length along the directions orthogonal to the plane, or from the lengths of the row and along the plane, whichever
 * needs fewer directions.
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
    return distance > NOISE * Math.sqrt(whole[row] ?? NaN) ? distance : 0;
  });
}

function squaresLeft(
  columns: readonly Float64Array[],
  components: readonly (readonly number[])[],
  whole: Float64Array,
): Float64Array {
  return projectedSquares(columns, components).map((along, row) => {
    const left = (whole[row] ?? NaN) - along;
    return left > CANCELLED * (whole[row] ?? NaN) ? left : squaredRest(columns, components, row);
  });
}

/** Subtracts the components from a row one after the other, which loses no digits. */
function squaredRest(
  columns: readonly Float64Array[],
  components: readonly (readonly number[])[],
  row: number,
): number {
  const values = columns.map((column) => column[row] ?? NaN);
  let rest = values;
  for (const component of components) {
    const along = component.reduce((sum, weight, index) => sum + weight * (values[index] ?? NaN), 0);
    rest = rest.map((value, index) => value - along * (component[index] ?? NaN));
  }
  return rest.reduce((sum, value) => sum + value * value, 0);
}

function squaredLengths(columns: readonly Float64Array[]): Float64Array {
  const squares = new Float64Array(columns[0]?.length ?? 0);
  for (const column of columns) {
    for (let row = 0; row < squares.length; row++) {
      const value = column[row] ?? NaN;
      squares[row] = (squares[row] ?? NaN) + value * value;
    }
  }
  return squares;
}

function product(left: Float64Array, right: Float64Array): number {
  const products = new Float64Array(left.length);
  for (let row = 0; row < left.length; row++) products[row] = (left[row] ?? NaN) * (right[row] ?? NaN);
  return pairwiseSum(products) / (left.length - 1);
}
