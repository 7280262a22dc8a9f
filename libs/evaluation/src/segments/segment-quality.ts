import type { RawColumn } from '../samples/index.js';
import { benjaminiHochberg } from '../statistics/index.js';
import { binsOf, conditionOf } from './division.js';
import { allRows, rowsByBin, splitRows } from './row-groups.js';
import type { RowScores } from './row-scores.js';
import type { SegmentFeature } from './segment-features.js';
import { compareRows, type SegmentFigure, segmentFigure } from './segment-figure.js';

/** The quality of a declared segment. */
export interface SegmentQuality extends SegmentFigure {
  readonly feature: string;
  readonly segment: string;
}

/**
 * The quality in each segment that has labelled rows, beside that of all other rows. P-values are adjusted for the number of
 * segments (Benjamini-Hochberg).
 * @param columns the values of the features by name, in the order of the scored rows.
 */
export function segmentQuality(
  features: readonly SegmentFeature[],
  columns: Readonly<Record<string, RawColumn>>,
  scores: RowScores,
): SegmentQuality[] {
  const every = allRows(scores.weights.length);
  const segments = features.flatMap((feature) => {
    const bins = binsOf(feature, columns[feature.name] ?? []);
    return rowsByBin(bins, feature.labels.length).flatMap((rows, bin) => {
      if (rows.length === 0) return [];
      const { outside } = splitRows(every, (row) => bins[row] === bin);
      return [{ feature, bin, rows: rows.length, compared: compareRows(scores, rows, outside) }];
    });
  });
  const adjusted = benjaminiHochberg(segments.map(({ compared }) => compared.p));
  return segments.map(({ feature, bin, rows, compared }, index) => {
    const condition = conditionOf(feature, bin);
    const adjustedP = adjusted[index]?.adjusted ?? NaN;
    return {
      feature: feature.name,
      segment: feature.labels[bin] ?? '',
      ...segmentFigure(condition, rows, compared, adjustedP, scores),
    };
  });
}
