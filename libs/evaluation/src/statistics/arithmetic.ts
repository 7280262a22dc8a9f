// Numbers are read as `values[i] ?? NaN`, which costs nothing once compiled: beyond the ends there is no number. A shared
// function that reads would be slower, since the engine optimises each place by the arrays it has met there.

/** Blocks up to this length are summed in eight strides, longer ones in halves. */
const BLOCK = 128;

/**
 * The sum of values[start, end), added in NumPy's order (pairwise, eight strides a block): its rounding errors decide ties
 * and the variance of constants, so they have to be NumPy's.
 */
export function pairwiseSum(values: Float64Array, start = 0, end = values.length): number {
  const length = end - start;
  if (length > BLOCK) {
    const half = Math.floor(length / 2);
    const middle = start + half - (half % 8);
    return pairwiseSum(values, start, middle) + pairwiseSum(values, middle, end);
  }
  const strided = end - (length % 8);
  let sum = length < 8 ? 0 : eightStrides(values, start, strided);
  for (let i = strided; i < end; i++) sum += values[i] ?? NaN;
  return sum;
}

function eightStrides(values: Float64Array, start: number, end: number): number {
  let a = values[start] ?? NaN;
  let b = values[start + 1] ?? NaN;
  let c = values[start + 2] ?? NaN;
  let d = values[start + 3] ?? NaN;
  let e = values[start + 4] ?? NaN;
  let f = values[start + 5] ?? NaN;
  let g = values[start + 6] ?? NaN;
  let h = values[start + 7] ?? NaN;
  for (let i = start + 8; i < end; i += 8) {
    a += values[i] ?? NaN;
    b += values[i + 1] ?? NaN;
    c += values[i + 2] ?? NaN;
    d += values[i + 3] ?? NaN;
    e += values[i + 4] ?? NaN;
    f += values[i + 5] ?? NaN;
    g += values[i + 6] ?? NaN;
    h += values[i + 7] ?? NaN;
  }
  return a + b + (c + d) + (e + f + (g + h));
}

/** The arithmetic mean; NaN without values. */
export function mean(values: Float64Array): number {
  return pairwiseSum(values) / values.length;
}

/** The mean squared distance from the mean (population variance); NaN without values. */
export function variance(values: Float64Array): number {
  const center = mean(values);
  const squares = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const distance = (values[i] ?? NaN) - center;
    squares[i] = distance * distance;
  }
  return mean(squares);
}

/** The square root of the variance with ddof 1; NaN below two values. */
export function standardDeviation(values: Float64Array): number {
  return Math.sqrt((variance(values) * values.length) / (values.length - 1));
}

/** The nearest whole number, and the even one of two equally near: as NumPy and Python round. */
export function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** The greatest whole number that divides both. */
export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The item at an index. @throws RangeError where there is none. */
export function itemAt<Item>(items: ArrayLike<Item>, index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`there is no item ${index}`);
  return item;
}
