/** A bar of so many cells that is filled to a share from 0 to 1, such as `[##--]`; empty when the share is not known. */
export function bar(share: number | undefined, cells: number): string {
  if (share === undefined || !Number.isFinite(share)) return `[${' '.repeat(cells)}]`;
  const done = Math.round(cells * Math.min(1, Math.max(0, share)));
  return `[${'#'.repeat(done)}${'-'.repeat(cells - done)}]`;
}
