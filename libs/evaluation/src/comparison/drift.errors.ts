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
  'empty-reference': 'the reference has no values apart from nulls and infinities',
  'empty-current': 'the current data have no values apart from nulls and infinities',
  'wrong-type': 'the test does not apply to features of this type',
  'types-differ': 'reference and current data are of different types',
  'mixed-categories': 'the categories mix numbers and texts, which have no order',
  'too-few-rows': 'a sample has fewer rows than the test needs',
  'too-many-categories': 'the test needs two categories',
  'lengths-differ':
    'Evidently computes this test only for samples of equal length; mode "robust" does not need them',
  'no-spread': 'the values do not vary enough for the test',
  'no-bins': 'the range of the values cannot be divided into bins: it is infinite or too narrow',
  'no-score': 'its formula gives no number for these samples, which are too small or do not vary',
};

/** Thrown when a drift test has no score for the samples. `reason` is stable and can be used as a metric label. */
export class DriftUndefined extends Error {
  override readonly name = 'DriftUndefined';

  constructor(
    readonly method: string,
    readonly reason: DriftFailure,
  ) {
    super(`${method} has no score: ${explanations[reason]}`);
  }
}
