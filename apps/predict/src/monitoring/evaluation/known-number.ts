/** A number as JSON holds it: null when it is undefined, not a number, or infinite. */
export function knownNumber(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
