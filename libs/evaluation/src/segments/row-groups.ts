/** The rows of each bin, in order. */
export function rowsByBin(bins: Uint8Array, count: number): Uint32Array[] {
  const sizes = new Uint32Array(count);
  for (const bin of bins) sizes[bin] = (sizes[bin] ?? 0) + 1;
  const groups = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(count);
  bins.forEach((bin, row) => {
    const place = filled[bin] ?? 0;
    filled[bin] = place + 1;
    const group = groups[bin];
    if (group !== undefined) group[place] = row;
  });
  return groups;
}

/** Divides rows by a condition. */
export function splitRows(
  rows: Uint32Array,
  isInside: (row: number) => boolean,
): { readonly inside: Uint32Array; readonly outside: Uint32Array } {
  return { inside: rows.filter(isInside), outside: rows.filter((row) => !isInside(row)) };
}

/** All rows of a window. */
export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}
