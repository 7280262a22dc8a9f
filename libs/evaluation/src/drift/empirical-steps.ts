/**
 * Walks the distinct values of two ascending samples and hands over F - G, the difference of their empirical distribution
 * functions, with the width of the step over which it holds (0 after the last value). Infinities that repeat are a step of
 * undefined width, as in SciPy.
 */
export function eachStep(
  left: Float64Array,
  right: Float64Array,
  visit: (difference: number, width: number) => void,
): void {
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    const value = Math.min(left[i] ?? Infinity, right[j] ?? Infinity);
    const start = i + j;
    while (i < left.length && left[i]! <= value) i++;
    while (j < right.length && right[j]! <= value) j++;
    if (i + j - start > 1 && !Number.isFinite(value)) visit(0, NaN);
    const next = Math.min(left[i] ?? Infinity, right[j] ?? Infinity);
    const isLast = i === left.length && j === right.length;
    visit(i / left.length - j / right.length, isLast ? 0 : next - value);
  }
}
