import type { MetricEstimate } from '../estimators/index.js';
import type { NoiseThreshold } from '../statistics/index.js';
import { finite } from './json-numbers.js';
import type { Limits, QualityEstimate } from './window-evaluation.js';

/** An estimate that JSON can hold. */
export function estimateAsJson({ value, lower, upper, threshold, alert }: MetricEstimate): QualityEstimate {
  return {
    value: finite(value),
    lower: finite(lower),
    upper: finite(upper),
    threshold: limits(threshold),
    alert,
  };
}

/** Limits that JSON can hold. */
export function limits({ lower, upper }: NoiseThreshold): Limits {
  return { lower: finite(lower), upper: finite(upper) };
}

/** Null when the computation fails, so that the rest of the evaluation continues. */
export function orNull<Result>(compute: () => Result): Result | null {
  try {
    return compute();
  } catch {
    return null;
  }
}
