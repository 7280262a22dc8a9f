/** How many of the ascending values are below the limit. */
export function lowerBound(sorted: ArrayLike<number>, limit: number): number {
  return partition(sorted, (value) => value < limit);
}

/** How many of the ascending values are at most the limit. */
export function upperBound(sorted: ArrayLike<number>, limit: number): number {
  return partition(sorted, (value) => value <= limit);
}

function partition(sorted: ArrayLike<number>, isBefore: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
