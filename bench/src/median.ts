/** The middle value; the mean of the two middle ones of an even number; undefined without values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}

/** The median of one figure over windows or rounds; undefined where it was not measured. */
export function medianOf<Key extends string>(
  windows: readonly Readonly<Partial<Record<Key, number>>>[],
  figure: Key,
): number | undefined {
  return median(windows.map((window) => window[figure]).filter((value) => value !== undefined));
}
