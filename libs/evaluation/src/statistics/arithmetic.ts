/** Blocks up to this length are summed in eight strides, longer ones in halves. */
const BLOCK = 128;

/**
 * The sum of values[start, end) in the order NumPy adds (pairwise, eight strides a block), so that what rounding leaves,
 * which decides ties and the variance of constants, is the same here as there.
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
  for (let i = strided; i < end; i++) sum += values[i]!;
  return sum;
}

function eightStrides(values: Float64Array, start: number, end: number): number {
  let a = values[start]!;
  let b = values[start + 1]!;
  let c = values[start + 2]!;
  let d = values[start + 3]!;
  let e = values[start + 4]!;
  let f = values[start + 5]!;
  let g = values[start + 6]!;
  let h = values[start + 7]!;
  for (let i = start + 8; i < end; i += 8) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
    e += values[i + 4]!;
    f += values[i + 5]!;
    g += values[i + 6]!;
    h += values[i + 7]!;
  }
  return a + b + (c + d) + (e + f + (g + h));
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: Float64Array): number {
  return pairwiseSum(values) / values.length;
}

/** Mean squared distance from the mean (population variance); NaN of nothing. */
export function variance(values: Float64Array): number {
  const center = mean(values);
  const squares = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const distance = values[i]! - center;
    squares[i] = distance * distance;
  }
  return mean(squares);
}

/** The square root of the variance with ddof 1; NaN below two values. */
export function standardDeviation(values: Float64Array): number {
  return Math.sqrt((variance(values) * values.length) / (values.length - 1));
}

/** The nearest whole number, the even one when two are equally near, as NumPy and Python round. */
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
