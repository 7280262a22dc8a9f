/**
 * The bits of IEEE 754 binary16 for numbers, rounded to nearest, ties to even; beyond its range they are infinite.
 * Straight from doubles, so that they are rounded once.
 */
export function toHalf(values: ArrayLike<number>): Uint16Array {
  const bits = new Uint16Array(values.length);
  for (let at = 0; at < bits.length; at++) bits[at] = halfBits(values[at]!);
  return bits;
}

/** The numbers of bits of IEEE 754 binary16. */
export function fromHalf(bits: ArrayLike<number>): Float32Array {
  const values = new Float32Array(bits.length);
  for (let at = 0; at < values.length; at++) values[at] = halfNumber(bits[at]!);
  return values;
}

const SIGN = 0x8000;
const INFINITE = 0x7c00;
const NOT_A_NUMBER = 0x7e00;
const FRACTION_BITS = 10;
const BIAS = 15;
/** Exponent of the smallest normal number; below it numbers have fewer digits. */
const MIN_EXPONENT = 1 - BIAS;

function halfBits(value: number): number {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  const sign = value < 0 || Object.is(value, -0) ? SIGN : 0;
  const size = Math.abs(value);
  if (size === Infinity) return sign | INFINITE;
  const exponent = Math.max(MIN_EXPONENT, exponentOf(size));
  // Exact, because only the exponent changes.
  const digits = roundToEven(size * 2 ** (FRACTION_BITS - exponent));
  const bits = digits + (exponent - MIN_EXPONENT) * 2 ** FRACTION_BITS;
  return sign | Math.min(INFINITE, bits);
}

function exponentOf(size: number): number {
  const exponent = Math.floor(Math.log2(size));
  // The logarithm may be rounded up to the next whole number.
  return size < 2 ** exponent ? exponent - 1 : exponent;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

function halfNumber(bits: number): number {
  const sign = bits & SIGN ? -1 : 1;
  const exponent = (bits & INFINITE) >> FRACTION_BITS;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** (MIN_EXPONENT - FRACTION_BITS);
  return sign * (2 ** FRACTION_BITS + fraction) * 2 ** (exponent - BIAS - FRACTION_BITS);
}
