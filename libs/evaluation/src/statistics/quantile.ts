/**
 * The quantile of ascending values with linear interpolation between neighbours (type 7 of Hyndman and Fan 1996, the
 * default of NumPy and pandas), computed from the nearer neighbour. NaN of nothing.
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
