/** How two empirical distribution functions F and G differ. */
export interface StepDifference {
  /** The largest |F - G|. */
  readonly largest: number;
  /** ∫ |F - G|, in the unit of the values. */
  readonly area: number;
  /** ∫ (F - G)², in the unit of the values. */
  readonly squaredArea: number;
}

/**
 * Compares two ascending samples, neither of them empty, in one walk over their distinct values. Infinities that repeat
 * are a step of undefined width, so that the integrals are NaN, as in SciPy.
 */
export function stepDifference(left: Float64Array, right: Float64Array): StepDifference {
  let [largest, area, squaredArea] = [0, 0, 0];
  let previous = Math.min(left[0]!, right[0]!);
  let difference = 0;
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    const isLeft = j === right.length || (i < left.length && left[i]! <= right[j]!);
    const value = isLeft ? left[i]! : right[j]!;
    area += difference * (value - previous);
    squaredArea += difference * difference * (value - previous);
    const start = i + j;
    while (i < left.length && left[i]! <= value) i++;
    while (j < right.length && right[j]! <= value) j++;
    if (i + j - start > 1 && !Number.isFinite(value)) area = squaredArea = NaN;
    difference = Math.abs(i / left.length - j / right.length);
    if (difference > largest) largest = difference;
    previous = value;
  }
  return { largest, area, squaredArea };
}
