/** A distinct value of two pooled samples. */
export interface Tie {
  /** How many pooled values are smaller. */
  readonly below: number;
  /** The mean of the ranks its occurrences share, counted from 1. */
  readonly midrank: number;
  /** How often it occurs in the left sample, in the right one, and in both. */
  readonly left: number;
  readonly right: number;
  readonly total: number;
}

/** Visits the distinct values of two ascending samples in ascending order. */
export function eachTie(left: Float64Array, right: Float64Array, visit: (tie: Tie) => void): void {
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    const value = Math.min(left[i] ?? Infinity, right[j] ?? Infinity);
    const [startLeft, startRight] = [i, j];
    while (i < left.length && left[i]! <= value) i++;
    while (j < right.length && right[j]! <= value) j++;
    const below = startLeft + startRight;
    const total = i + j - below;
    visit({ below, midrank: below + (total + 1) / 2, left: i - startLeft, right: j - startRight, total });
  }
}
