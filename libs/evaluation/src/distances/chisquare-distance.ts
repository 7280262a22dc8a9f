import { pairCounts } from '../comparison/index.js';
import type { Sample } from '../samples/index.js';
import { squaresLaw } from '../statistics/index.js';
import type { Distance, DistanceTest } from './distance.js';

const METHOD = 'chisquare_distance';

/** A category that fewer rows of the smaller sample are expected to have is counted together with others. */
const MIN_EXPECTED = 5;

/** Rare categories together are a cell of their own only if this many rows are expected. */
const MIN_EXPECTED_TOGETHER = 1;

/** Categories that are counted together: their shares of the rows of each sample. */
interface Cell {
  readonly reference: number;
  readonly current: number;
}

/**
 * The chi-squared distance: the root of Σ (p - q)² / h over the categories, where h is the share in both samples together. Its
 * square divided by 1/n + 1/w is Pearson's statistic for homogeneity. Rare categories are counted together, in two cells: those of
 * the reference, and those that it does not have. New rows lack about as many of its categories as it has categories of a single row
 * (I. J. Good 1953), which count as such or as its own, whichever gives the smaller distance: rows of the reference itself lack none.
 */
export const chisquareDistance: DistanceTest = {
  method: METHOD,
  displayName: 'Chi-square distance',
  kind: 'categorical',
  measure(reference, current, rows) {
    const weight = rows.reference / (rows.reference + rows.current);
    const smaller = Math.min(rows.reference, rows.current);
    const share = ({ reference: p, current: q }: Cell) => weight * p + (1 - weight) * q;
    const { common, known, single, unseen } = cellsOf(reference, current, (cell) => smaller * share(cell));
    const ownSingles = [plus(known, { reference: single, current: 0 }), unseen] as const;
    const newSingles = [known, plus(unseen, { reference: single, current: 0 })] as const;
    return [ownSingles, newSingles]
      .map((rare) => distanceOf([...common, ...together(rare, (cell) => smaller * share(cell))], share))
      .reduce((least, one) => (one.score < least.score ? one : least));
  },
};

function distanceOf(cells: readonly Cell[], share: (cell: Cell) => number): Distance {
  const square = cells.reduce((sum, cell) => sum + (cell.reference - cell.current) ** 2 / share(cell), 0);
  const freedom = Math.max(1, cells.length - 1);
  return { score: Math.sqrt(square), law: squaresLaw(freedom, freedom, freedom) };
}

/** The cells of common categories, and the rare ones: of several reference rows, of a single one (its share), and of none. */
function cellsOf(reference: Sample, current: Sample, expected: (cell: Cell) => number) {
  const counts = pairCounts(METHOD, reference, current);
  const common: Cell[] = [];
  let known: Cell = { reference: 0, current: 0 };
  let unseen: Cell = { reference: 0, current: 0 };
  let single = 0;
  counts.values.forEach((_, index) => {
    const referenceRows = counts.reference[index] ?? NaN;
    const cell = {
      reference: referenceRows / reference.size,
      current: (counts.current[index] ?? NaN) / current.size,
    };
    if (expected(cell) >= MIN_EXPECTED) common.push(cell);
    else if (referenceRows === 0) unseen = plus(unseen, cell);
    else if (referenceRows > 1) known = plus(known, cell);
    else {
      single += cell.reference;
      known = plus(known, { reference: 0, current: cell.current });
    }
  });
  return { common, known, single, unseen };
}

function plus(one: Cell, other: Cell): Cell {
  return { reference: one.reference + other.reference, current: one.current + other.current };
}

/** The cells of rare categories, merged until enough rows are expected; none where too few are. */
function together([known, unseen]: readonly [Cell, Cell], expected: (cell: Cell) => number): readonly Cell[] {
  const both = plus(known, unseen);
  if (expected(both) < MIN_EXPECTED_TOGETHER) return [];
  const isEnough = expected(known) >= MIN_EXPECTED_TOGETHER && expected(unseen) >= MIN_EXPECTED_TOGETHER;
  return isEnough ? [known, unseen] : [both];
}
