/**
 * The quantile of ascending values with linear interpolation between neighbours (type 7 of Hyndman and Fan 1996, the
 * default of NumPy and pandas). NaN of nothing.
 * @param share from 0 to 1.
 */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  if (low === undefined) return NaN;
  const high = sorted[below + 1] ?? low;
  return low === high ? low : low + (high - low) * (position - below);
}
