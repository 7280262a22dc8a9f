/** The middle value; the mean of the two middle ones of an even number. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of one figure over windows; undefined where it was not measured. */
export function medianOf(windows, figure) {
  const values = windows.map((window) => window[figure]).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : median(values);
}
