/** A square matrix by rows, times a power of two that is kept apart to avoid overflow. */
interface Scaled {
  readonly entries: Float64Array;
  readonly exponent: number;
}

/** When entries are scaled, and by how much. */
const SCALE_BITS = 400;
const SCALE = 2 ** SCALE_BITS;

/**
 * P(D < x) of the two-sided Kolmogorov-Smirnov statistic of n observations, exactly: n!/n^n times the middle entry of
 * the n-th power of Durbin's matrix (J. Durbin 1968; Marsaglia, Tsang and Wang, "Evaluating Kolmogorov's Distribution",
 * 2003). O((nx)³ log n) steps.
 */
export function durbinCdf(n: number, x: number): number {
  const k = Math.ceil(n * x);
  const size = 2 * k - 1;
  const power = raise({ entries: transitions(size, k - n * x), exponent: 0 }, n, size);
  let probability = power.entries[(k - 1) * size + k - 1] ?? NaN;
  let exponent = power.exponent;
  for (let i = 1; i <= n; i++) {
    probability *= i / n;
    if (probability < 1 / SCALE) {
      probability *= SCALE;
      exponent -= SCALE_BITS;
    }
  }
  return Math.min(1, probability * 2 ** exponent);
}

/** Durbin's matrix: 1/(i-j+1)! on and below the superdiagonal, with corrections for h in the first column and last row. */
function transitions(size: number, h: number): Float64Array {
  const inverseFactorials = new Float64Array(size + 2).fill(1);
  for (let i = 1; i < inverseFactorials.length; i++)
    inverseFactorials[i] = (inverseFactorials[i - 1] ?? NaN) / i;
  const entries = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= Math.min(row + 1, size - 1); column++) {
      const steps = row - column + 1;
      let weight = 1;
      if (column === 0) weight -= h ** steps;
      if (row === size - 1) weight -= h ** steps;
      if (column === 0 && row === size - 1) weight += Math.max(0, 2 * h - 1) ** steps;
      entries[row * size + column] = weight * (inverseFactorials[steps] ?? NaN);
    }
  }
  return entries;
}

/** The n-th power, n >= 1, by squaring. */
function raise(matrix: Scaled, n: number, size: number): Scaled {
  if (n === 1) return matrix;
  const half = raise(matrix, Math.floor(n / 2), size);
  const square = product(half, half, size);
  return n % 2 === 0 ? square : product(square, matrix, size);
}

function product(left: Scaled, right: Scaled, size: number): Scaled {
  const entries = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = left.entries[row * size + inner] ?? NaN;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        const at = row * size + column;
        entries[at] = (entries[at] ?? NaN) + factor * (right.entries[inner * size + column] ?? NaN);
      }
    }
  }
  return scaled(entries, left.exponent + right.exponent, size);
}

function scaled(entries: Float64Array, exponent: number, size: number): Scaled {
  const middle = Math.floor(size / 2);
  if ((entries[middle * size + middle] ?? NaN) <= 2 ** (SCALE_BITS / 4)) return { entries, exponent };
  const shift = 2 ** (-SCALE_BITS / 4);
  return { entries: entries.map((entry) => entry * shift), exponent: exponent + SCALE_BITS / 4 };
}
