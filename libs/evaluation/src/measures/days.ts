const DAY_MS = 86_400_000;
const WITHOUT_OFFSET = /T[^Zz+-]*$/;

/**
 * Days from 1970-01-01T00:00Z to an ISO 8601 date or date-time, with a fraction for the time of day. A date-time without an offset
 * is taken as UTC. NaN for another text. @throws {TypeError} for a value that is not a text.
 */
export function daysSinceEpoch(value: unknown): number {
  if (typeof value !== 'string') throw new TypeError('a value is not a date');
  return Date.parse(WITHOUT_OFFSET.test(value) ? `${value}Z` : value) / DAY_MS;
}
