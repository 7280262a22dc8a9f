import type { Division } from './division.js';
import type { RowScores } from './row-scores.js';

/** Bins of one column from the first to the last, both included. */
export interface BinRange {
  readonly column: number;
  readonly first: number;
  readonly last: number;
}

/** Rows that are wrong more than the others, as ranges of bins of up to two columns. */
export interface Candidate {
  readonly ranges: readonly BinRange[];
  /** The square of the standardised excess of losses, less twice the logarithm of the number of slices searched. */
  readonly score: number;
}

/** A column with the bin of every row. */
export interface BinnedColumn {
  readonly division: Division;
  readonly bins: Uint8Array;
}

/** The rows that are searched, and by how much each is more wrong than the mean. */
interface Residuals {
  readonly rows: Uint32Array;
  readonly values: Float64Array;
  /** Mean of the squares. */
  readonly variance: number;
}

/**
 * The slices of each column and of each pair of columns whose rows are more wrong than the others: of each column and pair the
 * one with the highest score, if that is above 0. The excess is measured by a score test: under the hypothesis that a slice is
 * like all rows, the sum of n of N residuals has the variance n (1 - n/N) times theirs. Every range of bins is tried, so
 * there is no greedy split that misses an interaction. The logarithm is the correction of Bonferroni on the scale of the
 * normal tail, and makes the simpler slice win where a second condition adds nothing.
 * @param least the fewest rows inside and outside of a slice.
 */
export function searchSlices(
  columns: readonly BinnedColumn[],
  scores: RowScores,
  rows: Uint32Array,
  least: number,
): Candidate[] {
  const residuals = residualsOf(scores, rows);
  if (!(residuals.variance > 0)) return [];
  const options = columns.map(({ division }, column) => rangesOf(division, column));
  const pairs = columns.flatMap((_, column) => {
    return [undefined, ...columns.keys()]
      .filter((other) => other === undefined || other > column)
      .map((other) => [column, other] as const);
  });
  const triedAt = [0, 0];
  const sizeOf = (column: number) => options[column]?.length ?? 0;
  for (const [one, other] of pairs) {
    if (other === undefined) triedAt[0] = (triedAt[0] ?? 0) + sizeOf(one);
    else triedAt[1] = (triedAt[1] ?? 0) + sizeOf(one) * sizeOf(other);
  }
  return pairs.flatMap(([one, other]) => {
    const found = bestOf(columns, options, residuals, { one, other, least });
    const penalty = 2 * Math.log(triedAt[other === undefined ? 0 : 1] ?? 1);
    return found === undefined || found.score <= penalty ? [] : [{ ...found, score: found.score - penalty }];
  });
}

interface Pair {
  readonly one: number;
  /** Undefined for a slice of one column. */
  readonly other: number | undefined;
  readonly least: number;
}

const EVERYTHING: readonly BinRange[] = [{ column: -1, first: 0, last: 0 }];

function bestOf(
  columns: readonly BinnedColumn[],
  options: readonly (readonly BinRange[])[],
  residuals: Residuals,
  { one, other, least }: Pair,
): Candidate | undefined {
  const left = columns[one];
  const right = other === undefined ? undefined : columns[other];
  if (left === undefined) return undefined;
  const grid = sumGrid(left, right, residuals);
  const total = residuals.rows.length;
  let best: Candidate | undefined;
  for (const first of options[one] ?? []) {
    for (const second of other === undefined ? EVERYTHING : (options[other] ?? [])) {
      const size = sumOf(grid.counts, grid.width, first, second);
      if (size < least || total - size < least) continue;
      const excess = sumOf(grid.sums, grid.width, first, second);
      if (excess <= 0) continue;
      const score = excess ** 2 / (residuals.variance * size * (1 - size / total));
      if (best === undefined || score > best.score) {
        best = { ranges: other === undefined ? [first] : [first, second], score };
      }
    }
  }
  return best;
}

/** How much more wrong each row is than the mean over all rows. */
function residualsOf({ weights, losses }: RowScores, rows: Uint32Array): Residuals {
  let [weight, loss] = [0, 0];
  for (const row of rows) {
    weight += weights[row] ?? 0;
    loss += losses[row] ?? 0;
  }
  const values = Float64Array.from(
    rows,
    (row) => (losses[row] ?? 0) - (weight === 0 ? 0 : loss / weight) * (weights[row] ?? 0),
  );
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  return { rows, values, variance: squares / rows.length };
}

/** Every range of neighbouring numbers except the whole, and every category of its own. */
function rangesOf({ edges, labels }: Division, column: number): BinRange[] {
  const bins = labels.length;
  const missing = { column, first: bins - 1, last: bins - 1 };
  if (edges === null) {
    return [...Array.from({ length: bins - 2 }, (_, bin) => ({ column, first: bin, last: bin })), missing];
  }
  const ranges: BinRange[] = [missing];
  for (let first = 0; first < bins - 1; first++) {
    for (let last = first; last < bins - 1; last++) ranges.push({ column, first, last });
  }
  return ranges;
}

/** Rows and sums of residuals of all cells before each corner. */
interface SumGrid {
  readonly width: number;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

function sumGrid(left: BinnedColumn, right: BinnedColumn | undefined, { rows, values }: Residuals): SumGrid {
  const height = left.division.labels.length + 1;
  const width = (right?.division.labels.length ?? 1) + 1;
  const [counts, sums] = [new Float64Array(height * width), new Float64Array(height * width)];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    const cell = ((left.bins[row] ?? 0) + 1) * width + (right?.bins[row] ?? 0) + 1;
    counts[cell] = (counts[cell] ?? 0) + 1;
    sums[cell] = (sums[cell] ?? 0) + (values[index] ?? 0);
  }
  accumulate(counts, width);
  accumulate(sums, width);
  return { width, counts, sums };
}

function accumulate(grid: Float64Array, width: number): void {
  for (let cell = width; cell < grid.length; cell++) {
    if (cell % width === 0) continue;
    grid[cell] =
      (grid[cell] ?? 0) + (grid[cell - 1] ?? 0) + (grid[cell - width] ?? 0) - (grid[cell - width - 1] ?? 0);
  }
}

function sumOf(grid: Float64Array, width: number, rows: BinRange, columns: BinRange): number {
  const [top, bottom] = [rows.first * width, (rows.last + 1) * width];
  const [left, right] = [columns.first, columns.last + 1];
  return (
    (grid[bottom + right] ?? 0) -
    (grid[top + right] ?? 0) -
    (grid[bottom + left] ?? 0) +
    (grid[top + left] ?? 0)
  );
}
