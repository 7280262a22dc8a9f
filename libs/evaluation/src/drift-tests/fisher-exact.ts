import { type DriftTest, DriftUndefined, pairCounts } from '../comparison/index.js';
import { fisherTwoSided } from '../statistics/index.js';

/**
 * Fisher's exact test of two categories, two-sided. Evidently requires samples of equal length; `robust` does not.
 * @throws DriftUndefined for more than two categories over both samples.
 */
export const fisherExact: DriftTest = {
  method: 'fisher_exact',
  displayName: "Fisher's Exact test",
  kinds: ['categorical'],
  threshold: 0.1,
  driftIf: '<',
  score(reference, current, { mode }) {
    const counts = pairCounts(this.method, reference, current);
    if (counts.values.length > 2) throw new DriftUndefined(this.method, 'too-many-categories');
    if (mode === 'evidently' && reference.size !== current.size) {
      throw new DriftUndefined(this.method, 'lengths-differ');
    }
    const [firstReference, firstCurrent] = [counts.reference[0] ?? NaN, counts.current[0] ?? NaN];
    return fisherTwoSided(
      current.size - firstCurrent,
      firstCurrent,
      reference.size - firstReference,
      firstReference,
    );
  },
};
