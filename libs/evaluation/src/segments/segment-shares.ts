import type { DriftMethod } from '../drift-tests/index.js';
import { featureDrift, pinTest } from '../drift/index.js';
import { CategoricalSample, type RawColumn } from '../samples/index.js';
import { benjaminiHochberg } from '../statistics/index.js';
import { binsOf, conditionOf } from './division.js';
import { rowsByBin } from './row-groups.js';
import type { SegmentFeature } from './segment-features.js';

/** The share of a segment in a window and in the reference. */
export interface SegmentShare {
  readonly feature: string;
  readonly segment: string;
  /** In words: `age >= 54`. */
  readonly condition: string;
  readonly rows: number;
  readonly share: number;
  readonly referenceShare: number;
  readonly method: DriftMethod;
  /** Of the shares inside and outside of the segment. */
  readonly score: number;
  readonly threshold: number;
  /** Null for a distance. */
  readonly adjustedP: number | null;
  readonly drifted: boolean;
}

/**
 * How the shares of segments in a window differ from those in the reference: by the Jensen-Shannon distance, or by Fisher's
 * exact test against a reference of up to 1,000 rows, with p-values adjusted for the number of segments
 * (Benjamini-Hochberg). Segments without rows in both are left out.
 * @param columns the values of the features by name; all features have as many.
 */
export function segmentShares(
  features: readonly SegmentFeature[],
  columns: Readonly<Record<string, RawColumn>>,
): SegmentShare[] {
  const shares = features.flatMap((feature) => sharesOf(feature, columns[feature.name] ?? []));
  const adjusted = benjaminiHochberg(shares.map(({ adjustedP }) => adjustedP ?? NaN));
  return shares.map((share, index) => {
    if (share.adjustedP === null) return share;
    const adjustedP = adjusted[index]?.adjusted ?? NaN;
    return { ...share, adjustedP, drifted: adjustedP < share.threshold };
  });
}

function sharesOf(feature: SegmentFeature, values: RawColumn): SegmentShare[] {
  const bins = rowsByBin(binsOf(feature, values), feature.labels.length);
  const total = feature.referenceCounts.reduce((sum, count) => sum + count, 0);
  if (total === 0 || values.length === 0) return [];
  return feature.labels.flatMap((segment, bin) => {
    const [reference, rows] = [feature.referenceCounts[bin] ?? 0, bins[bin]?.length ?? 0];
    if (reference === 0 && rows === 0) return [];
    return [
      {
        feature: feature.name,
        segment,
        condition: conditionOf(feature, bin),
        rows,
        share: rows / values.length,
        referenceShare: reference / total,
        ...driftOf(insideAndOutside(reference, total), insideAndOutside(rows, values.length)),
      },
    ];
  });
}

function insideAndOutside(inside: number, total: number): CategoricalSample {
  return CategoricalSample.fromCounts([
    [0, total - inside],
    [1, inside],
  ]);
}

function driftOf(reference: CategoricalSample, current: CategoricalSample) {
  const isLarge = pinTest(reference) === 'jensenshannon';
  const method: DriftMethod = isLarge ? 'jensenshannon' : 'fisher_exact';
  const { score, threshold, drifted } = featureDrift(reference, current, { method });
  return { method, score, threshold, adjustedP: isLarge ? null : score, drifted };
}
