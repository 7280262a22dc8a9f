import { itemAt, quantile, sortedCopy } from '../statistics/index.js';

/**
 * A complete binary tree. Node 0 is the root, the children of node n are 2n + 1 (not above the threshold, or missing) and 2n + 2.
 * The leaves are those of the deepest level, from left to right.
 */
export interface Tree {
  /** The place of the column that each inner node compares. */
  readonly columns: readonly number[];
  readonly thresholds: readonly number[];
  readonly leaves: readonly number[];
}

/** A sum of trees, as plain values that can be stored as JSON. */
export interface BoostedTrees {
  readonly base: number;
  readonly trees: readonly Tree[];
}

const DEPTH = 3;
const INNER_NODES = 2 ** DEPTH - 1;
const BINS = 32;
const TREES = 50;
const LEARNING_RATE = 0.1;
const MIN_LEAF_ROWS = 20;
/** Of more columns, those that separate the targets best by one split are used. */
const MAX_COLUMNS = 64;
/** No finite value is above it. */
const NO_SPLIT = Number.MAX_VALUE;
const DIGITS = 8;

/** A column in bins: bin b holds the values above `edges[b - 1]`, up to `edges[b]`. Missing values are in bin 0. */
interface BinnedColumn {
  readonly place: number;
  readonly edges: Float64Array;
  readonly bins: Uint8Array;
}

interface Split {
  readonly gain: number;
  readonly column: number;
  readonly threshold: number;
}

/**
 * Fits trees to numbers by gradient boosting on the squared error (J. H. Friedman, "Greedy Function Approximation", 2001), with
 * columns in bins by quantiles. Equal rows give equal trees.
 * @param columns one value per row, NaN where missing.
 */
export function fitTrees(columns: readonly Float64Array[], targets: Float64Array): BoostedTrees {
  const base = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  const residuals = targets.map((target) => target - base);
  const binned = bestColumns(columns.map(binnedColumn), residuals);
  const trees: Tree[] = [];
  while (trees.length < TREES) {
    const { tree, leafOf } = growTree(binned, residuals);
    if (tree.thresholds[0] === NO_SPLIT) break;
    trees.push(tree);
    leafOf.forEach((leaf, row) => (residuals[row] = (residuals[row] ?? NaN) - (tree.leaves[leaf] ?? NaN)));
  }
  return { base, trees };
}

/** The value of every row. @param columns as for `fitTrees`, in the same order. @param rows their number. */
export function predictTrees(
  { base, trees }: BoostedTrees,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const values = new Float64Array(rows).fill(base);
  for (const { columns: places, thresholds, leaves } of trees) {
    for (let row = 0; row < values.length; row++) {
      let node = 0;
      while (node < INNER_NODES) {
        const value = columns[places[node] ?? NaN]?.[row] ?? NaN;
        node = 2 * node + (value > (thresholds[node] ?? NaN) ? 2 : 1);
      }
      values[row] = (values[row] ?? NaN) + (leaves[node - INNER_NODES] ?? NaN);
    }
  }
  return values;
}

function binnedColumn(values: Float64Array, place: number): BinnedColumn {
  const sorted = sortedCopy(values.filter(Number.isFinite));
  const inner = Array.from({ length: BINS - 1 }, (_, index) => quantile(sorted, (index + 1) / BINS));
  const edges = Float64Array.from(new Set(sorted.length === 0 ? [] : inner));
  const bins = Uint8Array.from(values, (value) => {
    let bin = 0;
    while (bin < edges.length && value > (edges[bin] ?? NaN)) bin++;
    return bin;
  });
  return { place, edges, bins };
}

function bestColumns(columns: readonly BinnedColumn[], residuals: Float64Array): readonly BinnedColumn[] {
  if (columns.length <= MAX_COLUMNS) return columns;
  const root = new Uint8Array(residuals.length);
  const gains = new Map(
    columns.map((column) => [column, bestSplits([column], residuals, root, 1)[0]?.gain ?? 0]),
  );
  return [...columns]
    .sort((one, other) => (gains.get(other) ?? 0) - (gains.get(one) ?? 0))
    .slice(0, MAX_COLUMNS);
}

function growTree(columns: readonly BinnedColumn[], residuals: Float64Array) {
  const byPlace = new Map(columns.map((column) => [column.place, column]));
  const splits: Split[] = [];
  /** The place of each row's node within its level. */
  const nodeOf = new Uint8Array(residuals.length);
  for (let depth = 0; depth < DEPTH; depth++) {
    const level = bestSplits(columns, residuals, nodeOf, 2 ** depth);
    splits.push(...level);
    const sides = level.map(({ column, threshold }) => sideOf(byPlace.get(column), threshold));
    nodeOf.forEach((node, row) => (nodeOf[row] = 2 * node + itemAt(sides, node)(row)));
  }
  const tree: Tree = {
    columns: splits.map(({ column }) => column),
    thresholds: splits.map(({ threshold }) => threshold),
    leaves: leafValues(residuals, nodeOf),
  };
  return { tree, leafOf: nodeOf };
}

/** Gives 1 for the rows above a threshold, else 0. */
function sideOf(column: BinnedColumn | undefined, threshold: number): (row: number) => 0 | 1 {
  const last = column?.edges.indexOf(threshold) ?? -1;
  if (column === undefined || last < 0) return () => 0;
  return (row) => ((column.bins[row] ?? 0) > last ? 1 : 0);
}

/** The best split of each node of a level; one that sends every row to the left where none helps. */
function bestSplits(
  columns: readonly BinnedColumn[],
  residuals: Float64Array,
  nodeOf: Uint8Array,
  nodes: number,
): Split[] {
  const best = Array.from({ length: nodes }, (): Split => ({ gain: 1e-12, column: 0, threshold: NO_SPLIT }));
  const sums = new Float64Array(nodes * BINS);
  const counts = new Float64Array(nodes * BINS);
  for (const { place, edges, bins } of columns) {
    sums.fill(0);
    counts.fill(0);
    for (let row = 0; row < bins.length; row++) {
      const cell = (nodeOf[row] ?? 0) * BINS + (bins[row] ?? 0);
      sums[cell] = (sums[cell] ?? 0) + (residuals[row] ?? NaN);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    for (let node = 0; node < nodes; node++) {
      const cells = [node * BINS, (node + 1) * BINS] as const;
      const { gain, bin } = bestCut(sums.subarray(...cells), counts.subarray(...cells));
      if (gain > itemAt(best, node).gain)
        best[node] = { gain, column: place, threshold: edges[bin] ?? NO_SPLIT };
    }
  }
  return best;
}

/** The last bin of the left side, and how much the squared error falls. */
function bestCut(sums: Float64Array, counts: Float64Array): { gain: number; bin: number } {
  const total = sums.reduce((sum, one) => sum + one, 0);
  const rows = counts.reduce((sum, one) => sum + one, 0);
  let [left, leftRows, most, bin] = [0, 0, 0, BINS];
  for (let cut = 0; cut < BINS - 1; cut++) {
    left += sums[cut] ?? NaN;
    leftRows += counts[cut] ?? NaN;
    const rightRows = rows - leftRows;
    if (leftRows < MIN_LEAF_ROWS || rightRows < MIN_LEAF_ROWS) continue;
    const gain = left ** 2 / leftRows + (total - left) ** 2 / rightRows - total ** 2 / rows;
    if (gain > most) [most, bin] = [gain, cut];
  }
  return { gain: most, bin };
}

/** The mean of the residuals of each leaf, scaled by the learning rate. */
function leafValues(residuals: Float64Array, leafOf: Uint8Array): number[] {
  const sums = new Float64Array(INNER_NODES + 1);
  const counts = new Float64Array(INNER_NODES + 1);
  leafOf.forEach((leaf, row) => {
    sums[leaf] = (sums[leaf] ?? 0) + (residuals[row] ?? NaN);
    counts[leaf] = (counts[leaf] ?? 0) + 1;
  });
  return Array.from(sums, (sum, leaf) => {
    const mean = (counts[leaf] ?? 0) === 0 ? 0 : sum / (counts[leaf] ?? NaN);
    return Number((LEARNING_RATE * mean).toPrecision(DIGITS));
  });
}
