import { type FeatureKind, NumericSample, type Sample } from '../samples/index.js';
import type { Binning } from './binning.js';
import { DriftUndefined } from './drift.errors.js';

/**
 * `evidently` equals Evidently 0.7.21 on NumPy 2.4 and SciPy 1.17, including its defects; `robust` repairs them. The comment of
 * each test names the differences; without one the two modes are the same.
 */
export type Mode = 'evidently' | 'robust';

/** How a score compares with its threshold when there is drift: below it for p-values, above it for distances. */
export type Comparison = '<' | '<=' | '>' | '>=';

/** Options of a score. */
export interface TestOptions {
  readonly mode: Mode;
  readonly binning: Binning;
}

/** A test of whether two samples differ. */
export interface DriftTest {
  /** The name in Evidently's registry. */
  readonly method: string;
  /** The name that Evidently displays. */
  readonly displayName: string;
  readonly kinds: readonly FeatureKind[];
  readonly threshold: number;
  readonly driftIf: Comparison;
  /** A p-value or a distance; NaN where it is undefined. @throws DriftUndefined when the test does not apply to the samples. */
  score(reference: Sample, current: Sample, options: TestOptions): number;
}

/** Makes a test for numeric samples only. */
export function numericTest(
  test: Omit<DriftTest, 'kinds' | 'score'> & {
    score(reference: NumericSample, current: NumericSample, options: TestOptions): number;
  },
): DriftTest {
  return {
    ...test,
    kinds: ['numerical'],
    score(reference, current, options) {
      if (reference.kind !== 'numerical' || current.kind !== 'numerical') {
        throw new DriftUndefined(test.method, 'wrong-type');
      }
      return test.score(reference, current, options);
    },
  };
}
