import { type FeatureKind, NumericSample, type Sample } from '../samples/index.js';
import type { Binning } from './binning.js';
import { DriftUndefined } from './drift.errors.js';

/**
 * `evidently` equals Evidently 0.7.21 on NumPy 2.4, SciPy 1.17, with its defects; `robust` repairs them. Every test says
 * in its description what `robust` does differently; where it says nothing the two are the same.
 */
export type Mode = 'evidently' | 'robust';

/** How a score compares with its threshold when there is drift: small p-values, large distances. */
export type Comparison = '<' | '<=' | '>' | '>=';

/** What a test may take into account besides the samples. */
export interface TestOptions {
  readonly mode: Mode;
  readonly binning: Binning;
}

/** A way of telling whether two samples differ. */
export interface DriftTest {
  /** The name Evidently registers it by. */
  readonly method: string;
  /** The name Evidently shows. */
  readonly displayName: string;
  readonly kinds: readonly FeatureKind[];
  readonly threshold: number;
  readonly driftIf: Comparison;
  /** A p-value or a distance; NaN where it is undefined. @throws DriftUndefined when the samples do not admit the test. */
  score(reference: Sample, current: Sample, options: TestOptions): number;
}

/** A test whose score is made for numeric samples alone. */
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
