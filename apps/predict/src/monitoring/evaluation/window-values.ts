import type { Manifest } from '../../models/manifest/index.js';

/** Values that a window is compared by: more do not fit into the memory of the thread. */
export const MAX_COMPARED_VALUES = 4_000_000;

/** Values of labelled rows that are read, for segments. */
export const MAX_SEGMENT_VALUES = 2_000_000;

/** Values of a row that the usual time of an evaluation allows for. */
const USUAL_VALUES = 1_000;

/** The values of a row: an array has as many as elements. */
function valuesPerRow({ features }: Pick<Manifest, 'features'>): number {
  return features.reduce((sum, feature) => sum + (feature.type === 'array' ? product(feature.shape) : 1), 0);
}

function product(shape: readonly number[]): number {
  return shape.reduce((elements, dimension) => elements * dimension, 1);
}

/** The rows that may be read: at most `rows`, at least one, of no more than so many values together. */
export function rowsWithin(manifest: Pick<Manifest, 'features'>, rows: number, values: number): number {
  return Math.max(1, Math.min(rows, Math.floor(values / Math.max(1, valuesPerRow(manifest)))));
}

/** What the evaluation of a version may take: more where rows have thousands of values. */
export function versionBudgetMs(manifest: Pick<Manifest, 'features'>, usualMs: number): number {
  return Math.round(usualMs * Math.max(1, valuesPerRow(manifest) / USUAL_VALUES));
}
