import type { Comparison } from './drift-test.js';

const comparisons: Record<Comparison, (score: number, threshold: number) => boolean> = {
  '<': (score, threshold) => score < threshold,
  '<=': (score, threshold) => score <= threshold,
  '>': (score, threshold) => score > threshold,
  '>=': (score, threshold) => score >= threshold,
};

/** Whether a score is beyond its threshold; false for NaN. */
export function isDrift(score: number, driftIf: Comparison, threshold: number): boolean {
  return comparisons[driftIf](score, threshold);
}

/**
 * How far a score is beyond its threshold, on one scale for all tests: 0 is no difference at all, 1 the threshold. Of
 * distances the ratio to the threshold, of p-values the ratio of the logarithms, with p at least the smallest double.
 */
export function severityOf(score: number, driftIf: Comparison, threshold: number): number {
  if (driftIf.startsWith('>')) return score / threshold;
  return Math.log(Math.max(score, Number.MIN_VALUE)) / Math.log(threshold);
}
