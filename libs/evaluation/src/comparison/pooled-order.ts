/** How two empirical distribution functions F and G differ. */
interface StepDifference {
  /** The largest |F - G|. */
  readonly largest: number;
  /** ∫ |F - G|, in the unit of the values. */
  readonly area: number;
  /** ∫ (F - G)², in the unit of the values. */
  readonly squaredArea: number;
}

/**
 * Compares two ascending samples, neither of them empty, in one pass over their distinct values. Repeated infinities make the
 * integrals NaN, as in SciPy.
 */
export function stepDifference(left: Float64Array, right: Float64Array): StepDifference {
  const leftSize = left.length;
  const rightSize = right.length;
  let largest = 0;
  let area = 0;
  let squaredArea = 0;
  let difference = 0;
  let leftShare = 0;
  let rightShare = 0;
  let previous = Math.min(left[0] ?? NaN, right[0] ?? NaN);
  for (let i = 0, j = 0; i < leftSize || j < rightSize;) {
    const isLeft = j === rightSize || (i < leftSize && (left[i] ?? NaN) <= (right[j] ?? NaN));
    const value = isLeft ? (left[i] ?? NaN) : (right[j] ?? NaN);
    const width = value - previous;
    area += difference * width;
    squaredArea += difference * difference * width;
    const start = i + j;
    // Dividing for each sample and step would take half of the time.
    if (isLeft) {
      do i++;
      while (i < leftSize && (left[i] ?? NaN) <= value);
      leftShare = i / leftSize;
    }
    if (j < rightSize && (right[j] ?? NaN) <= value) {
      do j++;
      while (j < rightSize && (right[j] ?? NaN) <= value);
      rightShare = j / rightSize;
    }
    if (i + j - start > 1 && !Number.isFinite(value)) area = squaredArea = NaN;
    difference = Math.abs(leftShare - rightShare);
    if (difference > largest) largest = difference;
    previous = value;
  }
  return { largest, area, squaredArea };
}

/** A distinct value of two pooled samples. */
interface Tie {
  /** The number of smaller pooled values. */
  readonly below: number;
  /** The mean rank of its occurrences, counted from 1. */
  readonly midrank: number;
  /** Its count in the left sample, in the right sample, and in both. */
  readonly left: number;
  readonly right: number;
  readonly total: number;
}

/** Visits the distinct values of two ascending samples in ascending order. */
export function eachTie(left: Float64Array, right: Float64Array, visit: (tie: Tie) => void): void {
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    const value = Math.min(left[i] ?? Infinity, right[j] ?? Infinity);
    const [startLeft, startRight] = [i, j];
    while (i < left.length && (left[i] ?? NaN) <= value) i++;
    while (j < right.length && (right[j] ?? NaN) <= value) j++;
    const below = startLeft + startRight;
    const total = i + j - below;
    visit({ below, midrank: below + (total + 1) / 2, left: i - startLeft, right: j - startRight, total });
  }
}
