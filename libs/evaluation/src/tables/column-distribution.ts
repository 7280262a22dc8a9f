import { referenceEdges } from '../comparison/index.js';
import { sampleOf } from '../profiles/index.js';
import { type FeatureKind, kindOf, NumericSample, type RawColumn, type Sample } from '../samples/index.js';
import { type ColumnDistribution, countBins, fixedBins } from '../windows/index.js';

/**
 * The rows of a column in the bins of the reference: intervals of numbers by Sturges' rule, or its categories, the most frequent
 * 100 of them, and `__other__`. Current values of another kind are in no bin.
 */
export function columnDistribution(
  kind: FeatureKind,
  reference: RawColumn,
  current: RawColumn,
): ColumnDistribution {
  const whole = sampleOf(kind, false, reference);
  const edges = whole instanceof NumericSample ? Array.from(referenceEdges(whole) ?? []) : null;
  const bins = fixedBins(
    edges === null
      ? { kind: 'categorical', categories: categoriesOf(whole), counts: Array.from(whole.counts.counts) }
      : { kind: 'numerical', edges },
  );
  const isComparable = kind === 'categorical' || kindOf(current) === 'numerical';
  const counted = ({ counts }: Sample) => countBins(bins, counts.values, counts.counts);
  return {
    edges,
    bins: bins.labels,
    reference: counted(whole),
    current: isComparable ? counted(sampleOf(kind, false, current)) : bins.labels.map(() => 0),
  };
}

function categoriesOf({ counts }: Sample): (string | number)[] {
  return Array.from<string | number>(counts.values);
}
