import { itemAt, MersenneTwister, spectrum } from '../statistics/index.js';

/** Directions beyond those asked for, and the rounds, with which the directions asked for converge. */
const EXTRA = 10;
const ROUNDS = 3;
const SEED = 1;
/** The rows of a block, few enough for the processor's first-level cache together with their projections. */
const BLOCK_ROWS = 16;
/** The columns that share a pass over the rows of a block. */
const LANES = 4;

/** The directions in which columns vary most, with their variances, the largest first. */
interface LeadingDirections {
  readonly directions: readonly (readonly number[])[];
  readonly variances: readonly number[];
}

/**
 * The leading eigenvectors of the covariance of centred columns, by randomised subspace iteration (N. Halko, P. G. Martinsson and
 * J. A. Tropp, "Finding Structure with Randomness", 2011, algorithm 4.4), in time linear in rows and columns. Where variances
 * barely decrease, the directions span a space of nearly as much variance. Seeded, so that the same columns give the same result.
 * @param columns centred, of equal length, more than `count`.
 */
export function leadingDirections(columns: readonly Float64Array[], count: number): LeadingDirections {
  const size = Math.min(columns.length, count + EXTRA);
  let basis = orthonormal(randomRows(size, columns.length));
  for (let round = 0; round < ROUNDS; round++) basis = orthonormal(timesCovariance(columns, basis));
  const image = timesCovariance(columns, basis);
  const rows = columns[0]?.length ?? 0;
  const inner = basis.map((left) => image.map((right) => dot(left, right) / (rows - 1)));
  const { values, vectors } = spectrum(inner);
  const order = values
    .map((_, index) => index)
    .sort((a, b) => (values[b] ?? NaN) - (values[a] ?? NaN))
    .slice(0, count);
  return {
    directions: order.map((index) => combined(basis, itemAt(vectors, index))),
    variances: order.map((index) => values[index] ?? NaN),
  };
}

function randomRows(count: number, width: number): Float64Array[] {
  const random = new MersenneTwister(SEED);
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: width }, () => random.next() / 2 ** 31 - 1),
  );
}

/** X'X applied to every direction, block of rows by block of rows. */
function timesCovariance(
  columns: readonly Float64Array[],
  directions: readonly Float64Array[],
): Float64Array[] {
  const images = directions.map(() => new Float64Array(columns.length));
  const rows = columns[0]?.length ?? 0;
  const block = new Float64Array(Math.ceil(columns.length / LANES) * LANES * BLOCK_ROWS);
  const along = new Float64Array(BLOCK_ROWS);
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    block.fill(0);
    columns.forEach((column, place) => {
      block.set(column.subarray(start, start + BLOCK_ROWS), place * BLOCK_ROWS);
    });
    directions.forEach((direction, index) => {
      project(block, direction, along.fill(0));
      addBack(block, along, itemAt(images, index));
    });
  }
  return images;
}

function project(block: Float64Array, direction: Float64Array, along: Float64Array): void {
  for (let column = 0; column < direction.length; column += LANES) {
    const first = direction[column] ?? 0;
    const second = direction[column + 1] ?? 0;
    const third = direction[column + 2] ?? 0;
    const fourth = direction[column + 3] ?? 0;
    const start = column * BLOCK_ROWS;
    for (let row = 0, at = start; row < BLOCK_ROWS; row++, at++) {
      let sum = (along[row] ?? NaN) + first * (block[at] ?? NaN);
      sum += second * (block[at + BLOCK_ROWS] ?? NaN);
      sum += third * (block[at + 2 * BLOCK_ROWS] ?? NaN);
      along[row] = sum + fourth * (block[at + 3 * BLOCK_ROWS] ?? NaN);
    }
  }
}

function addBack(block: Float64Array, along: Float64Array, image: Float64Array): void {
  for (let column = 0; column < image.length; column += LANES) {
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    const start = column * BLOCK_ROWS;
    for (let row = 0, at = start; row < BLOCK_ROWS; row++, at++) {
      const weight = along[row] ?? NaN;
      first += weight * (block[at] ?? NaN);
      second += weight * (block[at + BLOCK_ROWS] ?? NaN);
      third += weight * (block[at + 2 * BLOCK_ROWS] ?? NaN);
      fourth += weight * (block[at + 3 * BLOCK_ROWS] ?? NaN);
    }
    // Places beyond the last column are ignored.
    image[column] = (image[column] ?? NaN) + first;
    image[column + 1] = (image[column + 1] ?? NaN) + second;
    image[column + 2] = (image[column + 2] ?? NaN) + third;
    image[column + 3] = (image[column + 3] ?? NaN) + fourth;
  }
}

/** Gram-Schmidt, applied twice to each vector. A vector that depends on those before becomes 0. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const found: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = vector.slice();
    const before = Math.sqrt(dot(rest, rest));
    for (const direction of [...found, ...found]) subtract(rest, direction, dot(rest, direction));
    const length = Math.sqrt(dot(rest, rest));
    const scale = length > 1e-12 * before ? 1 / length : 0;
    found.push(rest.map((value) => value * scale));
  }
  return found;
}

function subtract(vector: Float64Array, direction: Float64Array, along: number): void {
  for (let index = 0; index < vector.length; index++) {
    vector[index] = (vector[index] ?? NaN) - along * (direction[index] ?? NaN);
  }
}

function combined(basis: readonly Float64Array[], weights: readonly number[]): number[] {
  const sum = new Float64Array(basis[0]?.length ?? 0);
  basis.forEach((vector, index) => subtract(sum, vector, -(weights[index] ?? NaN)));
  return Array.from(sum);
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += (left[index] ?? NaN) * (right[index] ?? NaN);
  return sum;
}
