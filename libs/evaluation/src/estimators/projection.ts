/** So many rows are projected at a time, so that they stay in the processor's nearest cache. */
const BLOCK_ROWS = 32;
/** So many directions share a pass over a row. */
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

/** The weights of four directions side by side, column after column, then those of the next four; zeros fill up. */
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
    const values = columns[column]!;
    for (let row = 0; row < rows; row++) block[row * width + column] = values[start + row]!;
  }
}

/**
 * Two rows along four directions at a time: each number that is read is used several times. One variable a line, since
 * destructuring would go through iterators here.
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
        const x = block[first + column]!;
        const y = block[second + column]!;
        const p = weights[at]!;
        const q = weights[at + 1]!;
        const r = weights[at + 2]!;
        const s = weights[at + 3]!;
        a += p * x;
        b += q * x;
        c += r * x;
        d += s * x;
        e += p * y;
        f += q * y;
        g += r * y;
        h += s * y;
      }
      sums[row]! += a * a + b * b + (c * c + d * d);
      sums[row + 1]! += e * e + f * f + (g * g + h * h);
    }
  }
}

/** Those of the stored components, which are the same for every window. */
const known = new WeakMap<readonly (readonly number[])[], number[][]>();

/**
 * Orthonormal directions that together with the given ones span all of the space. They are computed once for the same
 * array of directions, so it must not be changed afterwards.
 * @param directions orthonormal.
 */
export function complementOf(directions: readonly (readonly number[])[], width: number): number[][] {
  const complement = known.get(directions) ?? orthogonalTo(directions, width);
  known.set(directions, complement);
  return complement;
}

/** By Gram and Schmidt, twice, each time from the axis that is farthest from the directions there are. */
function orthogonalTo(directions: readonly (readonly number[])[], width: number): number[][] {
  const found: number[][] = [];
  const left = Array.from(
    { length: width },
    (_, axis) => 1 - squaredSum(directions.map((one) => one[axis]!)),
  );
  while (found.length < width - directions.length) {
    const farthest = left.indexOf(Math.max(...left));
    const axis = left.map((_, index) => Number(index === farthest));
    const all = [...directions, ...found];
    const direction = normalised(without(without(axis, all), all));
    direction.forEach((weight, index) => (left[index]! -= weight * weight));
    found.push(direction);
  }
  return found;
}

function without(vector: readonly number[], directions: readonly (readonly number[])[]): number[] {
  const rest = [...vector];
  for (const direction of directions) {
    const along = direction.reduce((sum, weight, index) => sum + weight * rest[index]!, 0);
    direction.forEach((weight, index) => (rest[index]! -= along * weight));
  }
  return rest;
}

function normalised(vector: readonly number[]): number[] {
  const length = Math.sqrt(squaredSum(vector));
  return vector.map((value) => value / length);
}

function squaredSum(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
