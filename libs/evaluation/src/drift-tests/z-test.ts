import { type DriftTest, DriftUndefined, pairCounts, type PairedCounts } from '../comparison/index.js';
import type { Sample } from '../samples/index.js';
import { normalCdf, normalTail } from '../statistics/index.js';

/**
 * Two-proportion z-test, pooled, without continuity correction, of the first category against the rest. Evidently tests only
 * the first of several categories; `robust` tests each against the rest and takes the smallest p-value times their number
 * (Bonferroni). `robust` also keeps the digits of p-values below 1e-16, which 1 - Φ loses.
 */
export const zTest: DriftTest = {
  method: 'z',
  displayName: 'Z-test p_value',
  kinds: ['categorical'],
  threshold: 0.05,
  driftIf: '<',
  score(reference, current, { mode }) {
    const counts = pairCounts(this.method, reference, current);
    const categories = counts.values.length;
    if (categories === 1) return 1;
    if (mode === 'evidently' && isMixed(counts)) throw new DriftUndefined(this.method, 'mixed-categories');
    const tail = mode === 'robust' ? normalTail : (z: number) => 1 - normalCdf(z);
    const against = (index: number) => 2 * tail(Math.abs(zOf(counts, index, reference, current)));
    if (mode === 'evidently' || categories === 2) return against(0);
    return Math.min(1, categories * Math.min(...counts.values.map((_, index) => against(index))));
  },
};

/** The standardised difference of the shares outside the category. */
function zOf(counts: PairedCounts, index: number, reference: Sample, current: Sample): number {
  const [n1, n2] = [reference.size, current.size];
  const p1 = (n1 - (counts.reference[index] ?? NaN)) / n1;
  const p2 = (n2 - (counts.current[index] ?? NaN)) / n2;
  const pooled = (p1 * n1 + p2 * n2) / (n1 + n2);
  return (p1 - p2) / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
}

function isMixed({ values }: PairedCounts): boolean {
  return new Set(values.map((value) => typeof value)).size > 1;
}
