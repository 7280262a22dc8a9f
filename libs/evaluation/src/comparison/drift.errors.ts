/** Why a drift test has no score. */
export type DriftFailure =
  | 'empty-reference'
  | 'empty-current'
  | 'wrong-type'
  | 'types-differ'
  | 'mixed-categories'
  | 'too-few-rows'
  | 'too-many-categories'
  | 'lengths-differ'
  | 'no-spread'
  | 'no-bins'
  | 'no-score';

const explanations: Record<DriftFailure, string> = {
  'empty-reference': 'the reference has no value left after nulls and infinities were dropped',
  'empty-current': 'the current data have no value left after nulls and infinities were dropped',
  'wrong-type': 'the test is not made for features of this type',
  'types-differ': 'reference and current data are of different types',
  'mixed-categories': 'the categories are numbers and texts at once, which have no order',
  'too-few-rows': 'a sample has fewer rows than the test needs',
  'too-many-categories': 'the test needs two categories',
  'lengths-differ':
    'Evidently computes this test for samples of equal length only; mode "robust" does without',
  'no-spread': 'the values do not differ enough for the test to have a scale',
  'no-bins': 'the range of the values cannot be divided into bins: it is infinite or too narrow',
  'no-score': 'its formula gives no number for these samples, which are too few or do not vary',
};

/** A drift test that has no score for these samples; `reason` is stable and fit for a metric label. */
export class DriftUndefined extends Error {
  override readonly name = 'DriftUndefined';

  constructor(
    readonly method: string,
    readonly reason: DriftFailure,
  ) {
    super(`${method} has no score: ${explanations[reason]}`);
  }
}
