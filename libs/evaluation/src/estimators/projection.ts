import { itemAt } from '../statistics/index.js';

/** The rows that are projected at a time, few enough for the processor's first-level cache. */
const BLOCK_ROWS = 32;
/** The directions that share a pass over a row. */
const LANES = 4;

/**
 * The squared length of every row's projection on the space of some directions.
 * @param columns of equal length.
 * @param directions orthonormal, with a weight for every column.
 */
export function projectedSquares(
  columns: readonly Float64Array[],
  directions: readonly (readonly number[])[],
): Float64Array {
  const squares = new Float64Array(columns[0]?.length ?? 0);
  const weights = interleaved(directions, columns.length);
  const block = new Float64Array(BLOCK_ROWS * columns.length);
  const sums = new Float64Array(BLOCK_ROWS);
  for (let start = 0; start < squares.length; start += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, squares.length - start);
    fillBlock(block, columns, start, rows);
    addSquares(sums.fill(0), block, weights, columns.length);
    squares.set(sums.subarray(0, rows), start);
  }
  return squares;
}

/** The weights of four directions side by side, column after column, then the next four; padded with zeros. */
function interleaved(directions: readonly (readonly number[])[], width: number): Float64Array {
  const weights = new Float64Array(Math.ceil(directions.length / LANES) * LANES * width);
  directions.forEach((direction, index) => {
    const lane = index % LANES;
    const start = (index - lane) * width + lane;
    direction.forEach((weight, column) => (weights[start + column * LANES] = weight));
  });
  return weights;
}

function fillBlock(block: Float64Array, columns: readonly Float64Array[], start: number, rows: number): void {
  const width = columns.length;
  for (let column = 0; column < width; column++) {
    const values = itemAt(columns, column);
    for (let row = 0; row < rows; row++) block[row * width + column] = values[start + row] ?? NaN;
  }
}

/**
 * Adds two rows along four directions at a time, so that each number read is used several times. One variable a line:
 * destructuring would use iterators here.
 */
function addSquares(sums: Float64Array, block: Float64Array, weights: Float64Array, width: number): void {
  for (let group = 0; group < weights.length; group += LANES * width) {
    for (let row = 0; row < BLOCK_ROWS; row += 2) {
      const first = row * width;
      const second = first + width;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      let f = 0;
      let g = 0;
      let h = 0;
      for (let column = 0, at = group; column < width; column++, at += LANES) {
        const x = block[first + column] ?? NaN;
        const y = block[second + column] ?? NaN;
        const p = weights[at] ?? NaN;
        const q = weights[at + 1] ?? NaN;
        const r = weights[at + 2] ?? NaN;
        const s = weights[at + 3] ?? NaN;
        a += p * x;
        b += q * x;
        c += r * x;
        d += s * x;
        e += p * y;
        f += q * y;
        g += r * y;
        h += s * y;
      }
      sums[row] = (sums[row] ?? NaN) + (a * a + b * b + (c * c + d * d));
      sums[row + 1] = (sums[row + 1] ?? NaN) + (e * e + f * f + (g * g + h * h));
    }
  }
}

/** Complements of components, which are the same for every window. */
const known = new WeakMap<readonly (readonly number[])[], number[][]>();

/**
 * Orthonormal directions that span the space together with the given ones. Computed once for each array of directions, which
 * must not change afterwards.
 * @param directions orthonormal.
 */
export function complementOf(directions: readonly (readonly number[])[], width: number): number[][] {
  const complement = known.get(directions) ?? orthogonalTo(directions, width);
  known.set(directions, complement);
  return complement;
}

/** Gram-Schmidt, applied twice, each time from the axis that is farthest from the directions found so far. */
function orthogonalTo(directions: readonly (readonly number[])[], width: number): number[][] {
  const found: number[][] = [];
  let left = Array.from(
    { length: width },
    (_, axis) => 1 - squaredSum(directions.map((one) => one[axis] ?? NaN)),
  );
  while (found.length < width - directions.length) {
    const farthest = left.indexOf(Math.max(...left));
    const axis = left.map((_, index) => Number(index === farthest));
    const all = [...directions, ...found];
    const direction = normalised(without(without(axis, all), all));
    left = left.map((length, index) => length - square(direction[index] ?? NaN));
    found.push(direction);
  }
  return found;
}

/** A vector without its parts along the directions, which are subtracted one after the other. */
function without(vector: readonly number[], directions: readonly (readonly number[])[]): readonly number[] {
  return directions.reduce<readonly number[]>((rest, direction) => {
    const along = direction.reduce((sum, weight, index) => sum + weight * (rest[index] ?? NaN), 0);
    return rest.map((value, index) => value - along * (direction[index] ?? NaN));
  }, vector);
}

function normalised(vector: readonly number[]): number[] {
  const length = Math.sqrt(squaredSum(vector));
  return vector.map((value) => value / length);
}

function squaredSum(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + square(value), 0);
}

function square(value: number): number {
  return value * value;
}
