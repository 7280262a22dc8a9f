/** The number of ascending values below the limit. */
export function lowerBound(sorted: ArrayLike<number>, limit: number): number {
  return partition(sorted, (value) => value < limit);
}

/** `lowerBound` that is at least `start`, and fast when it is near: doubles its steps (J. L. Bentley and A. C.-C. Yao 1976). */
export function lowerBoundFrom(sorted: Float64Array, limit: number, start: number): number {
  let low = start;
  let high = start;
  for (let step = 1; high < sorted.length && (sorted[high] ?? NaN) < limit; step *= 2) {
    low = high + 1;
    high += step;
  }
  high = Math.min(high, sorted.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? NaN) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of ascending values at or below the limit. */
export function upperBound(sorted: ArrayLike<number>, limit: number): number {
  return partition(sorted, (value) => value <= limit);
}

function partition(sorted: ArrayLike<number>, isBefore: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle] ?? NaN)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The quantile of ascending values with linear interpolation between neighbours (type 7 of Hyndman and Fan 1996, the
 * default of NumPy and pandas), computed from the nearer neighbour. NaN without values.
 * @param share from 0 to 1.
 */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  if (low === undefined) return NaN;
  const high = sorted[below + 1] ?? low;
  const rest = position - below;
  if (rest === 0 || low === high) return low;
  return rest < 0.5 ? low + (high - low) * rest : high - (high - low) * (1 - rest);
}
