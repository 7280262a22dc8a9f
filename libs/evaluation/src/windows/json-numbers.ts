import type { Comparison } from '../comparison/index.js';
import { severityOf } from '../drift/index.js';

/** The number, or null for NaN and infinities, which are not in JSON. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A severity that JSON can hold. */
export function finiteSeverity(score: number, driftIf: Comparison, threshold: number): number {
  return Math.min(severityOf(score, driftIf, threshold) || 0, Number.MAX_VALUE);
}
