import { number } from './number.js';

/** The agreement that is asked for, absolute or relative, whichever is easier. */
export const TOLERANCE = 1e-9;

/** The smaller of the absolute and the relative difference; 0 for equal oddities, Infinity for unequal ones. */
export function difference(actual, expected) {
  const wanted = number(expected);
  if (typeof wanted !== 'number') return actual === wanted ? 0 : Infinity;
  if (Object.is(actual, wanted) || actual === wanted) return 0;
  if (!Number.isFinite(wanted) || !Number.isFinite(actual)) return Infinity;
  const absolute = Math.abs(actual - wanted);
  return Math.min(absolute, wanted === 0 ? Infinity : absolute / Math.abs(wanted));
}
