import { isMissing, type RawColumn, type RawValue } from '../samples/index.js';
import { type BoostedTrees, fitTrees, predictTrees } from './boosted-trees.js';
import type { TableColumn } from './feature-encoding.js';

/** A column of an error model, and the numbers that stand for the categories of one without an order. */
export interface ErrorModelColumn {
  readonly name: string;
  /** By category, null for a missing value; other categories stand for `base` of the trees. Null for a numeric column. */
  readonly codes: readonly (readonly [RawValue, number])[] | null;
}

/** A model of how large the loss of a prediction is, as plain values that can be stored as JSON. */
export interface ErrorModel {
  readonly columns: readonly ErrorModelColumn[];
  readonly trees: BoostedTrees;
}

/** Columns by name, with the same number of rows each. */
export type ErrorModelRows = Readonly<Record<string, TableColumn>>;

/** Of more categories, the most frequent have a code. */
const MAX_CATEGORIES = 200;
/** The code of a category is its mean loss, as if this many more of its rows had the mean loss of all. */
const PRIOR_ROWS = 10;

/**
 * Learns the losses of predictions from the features and the prediction, for direct loss estimation. Categories are ordered by
 * their mean loss.
 * @param losses as `rowLosses` computes them, one for each row.
 */
export function fitErrorModel(rows: ErrorModelRows, losses: Float64Array): ErrorModel {
  const columns = Object.entries(rows).map(([name, { kind, values }]): ErrorModelColumn => ({
    name,
    codes: kind === 'categorical' ? codesOf(values, losses) : null,
  }));
  return withoutUnused({ columns, trees: fitTrees(encoded(columns, rows, meanOf(losses)), losses) });
}

/** The loss that is expected of every row. @throws RangeError when a column is missing. */
export function predictLosses(
  { columns, trees }: ErrorModel,
  rows: ErrorModelRows,
  size: number,
): Float64Array {
  return predictTrees(trees, encoded(columns, rows, trees.base), size);
}

function encoded(columns: readonly ErrorModelColumn[], rows: ErrorModelRows, mean: number): Float64Array[] {
  return columns.map(({ name, codes }) => {
    const values = rows[name]?.values;
    if (values === undefined) throw new RangeError(`there is no column ${name}`);
    if (codes === null) return Float64Array.from(values, (value) => Number(value ?? NaN));
    const known = new Map(codes);
    return Float64Array.from(values, (value) => known.get(keyOf(value)) ?? mean);
  });
}

function codesOf(values: RawColumn, losses: Float64Array): [RawValue, number][] {
  const groups = new Map<RawValue, { rows: number; sum: number }>();
  for (let row = 0; row < losses.length; row++) {
    const key = keyOf(values[row]);
    const group = groups.get(key) ?? { rows: 0, sum: 0 };
    groups.set(key, { rows: group.rows + 1, sum: group.sum + (losses[row] ?? NaN) });
  }
  const mean = meanOf(losses);
  return [...groups]
    .sort(([, one], [, other]) => other.rows - one.rows)
    .slice(0, MAX_CATEGORIES)
    .map(([key, { rows, sum }]) => [key, (sum + PRIOR_ROWS * mean) / (rows + PRIOR_ROWS)]);
}

function keyOf(value: RawValue): RawValue {
  return isMissing(value) ? null : value;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The same model without the columns that no tree compares. */
function withoutUnused({ columns, trees: { base, trees } }: ErrorModel): ErrorModel {
  const used = [...new Set(trees.flatMap((tree) => tree.columns))].sort((one, other) => one - other);
  const placeOf = new Map(used.map((column, place) => [column, place]));
  return {
    columns: used.flatMap((column) => columns[column] ?? []),
    trees: {
      base,
      trees: trees.map((tree) => ({
        ...tree,
        columns: tree.columns.map((column) => placeOf.get(column) ?? 0),
      })),
    },
  };
}
