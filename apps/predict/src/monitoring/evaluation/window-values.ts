import type { Manifest } from '../../models/manifest/index.js';

/** Values that a window is compared by: more do not fit into the memory of the thread. */
export const MAX_COMPARED_VALUES = 4_000_000;

/** Values of labelled rows that are read, for segments. */
export const MAX_SEGMENT_VALUES = 2_000_000;

/** Values of a row that the budget of a round allows for. */
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

/** What a round may take with these versions: more where rows have thousands of values. */
export function roundBudgetMs(manifests: readonly Pick<Manifest, 'features'>[], budgetMs: number): number {
  const beyond = manifests.reduce(
    (sum, manifest) => sum + Math.max(0, valuesPerRow(manifest) - USUAL_VALUES),
    0,
  );
  return Math.round(budgetMs * (1 + beyond / USUAL_VALUES));
}
