import type { RawColumn } from '../samples/index.js';
import { categorical, numeric } from '../samples/index.js';
import { MersenneTwister } from '../statistics/index.js';
import {
  binsOf,
  categoricalDivision,
  conditionOf,
  type Division,
  numericDivision,
  quantileEdges,
  type ValueWords,
} from './division.js';
import { allRows, splitRows } from './row-groups.js';
import type { RowScores } from './row-scores.js';
import { compareRows, type SegmentFigure, segmentFigure } from './segment-figure.js';
import { type BinnedColumn, type Candidate, searchSlices } from './slice-search.js';

/** A column that slices may be made of. */
export interface SliceColumn {
  readonly name: string;
  readonly words: ValueWords;
  /** Numbers, NaN where missing, unless it is of categories. */
  readonly values: RawColumn;
}

/** Rows that the model is worse on than on the others, found by a search. */
export interface WeakSlice extends SegmentFigure {
  /** The columns of its conditions. */
  readonly columns: readonly string[];
  /** The rows of the half that the search has not seen, which the figures are of. */
  readonly confirmedRows: number;
}

/** Numbers are divided at the eighths of the window. */
const PARTS = 8;
const MAX_CATEGORIES = 20;
/** Slices that are tested on the half that the search has not seen, and those that are reported. */
const MAX_TESTED = 10;
const MAX_SLICES = 5;
/** The fewest rows of a slice in each half. */
const MIN_ROWS = 30;
const MIN_SHARE = 0.05;
/** Of two slices that share more of their rows, the better one is tested. */
const MAX_OVERLAP = 0.5;

/**
 * Finds where a model is wrong more than elsewhere: slices by one condition or two. The rows are divided at random (seeded). One
 * half is searched (`searchSlices`); the ten best slices that differ are tested on the other half, and those that are worse
 * there with a p-value below 0.01 after Bonferroni's correction are returned, at most five, with their figures on that half. A
 * slice has at least 30 rows and 5 % of the rows in each half.
 */
export function findWeakSlices(columns: readonly SliceColumn[], scores: RowScores): WeakSlice[] {
  const rows = scores.weights.length;
  const least = Math.max(MIN_ROWS, Math.ceil((MIN_SHARE * rows) / 2));
  if (rows < 4 * least) return [];
  const order = new MersenneTwister(1).permutation(rows);
  const [searched, unseen] = [order.subarray(0, rows >> 1), order.subarray(rows >> 1)];
  const binned = columns.map(binnedColumn);
  const found = searchSlices(binned, scores, searched, least).sort((one, other) => other.score - one.score);
  const tested = distinctSlices(found, binned, searched)
    .map((slice) => ({ slice, ...splitRows(unseen, isIn(slice, binned)) }))
    .filter(({ inside, outside }) => inside.length >= least && outside.length >= least);
  return tested
    .map(({ slice, inside, outside }): WeakSlice => {
      const compared = compareRows(scores, inside, outside);
      const adjustedP = Math.min(1, compared.p * tested.length);
      const all = splitRows(allRows(rows), isIn(slice, binned)).inside.length;
      return {
        ...segmentFigure(conditionsOf(slice, binned), all, compared, adjustedP, scores),
        columns: slice.ranges.map(({ column }) => binned[column]?.division.name ?? ''),
        confirmedRows: inside.length,
      };
    })
    .filter(({ weak }) => weak)
    .slice(0, MAX_SLICES);
}

function binnedColumn({ name, words, values }: SliceColumn): BinnedColumn {
  const division =
    words === 'category' || words === 'boolean'
      ? byCategory(name, words, values)
      : byNumber(name, words, values);
  return { division, bins: binsOf(division, values) };
}

function byNumber(name: string, words: ValueWords, values: RawColumn): Division {
  const sample = numeric(Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN)));
  const distinct = Array.from(sample.counts.values);
  const edges =
    distinct.length <= PARTS && words !== 'date'
      ? distinct.slice(1)
      : quantileEdges(sample.sorted, PARTS, words);
  return numericDivision(name, words, edges);
}

function byCategory(name: string, words: ValueWords, values: RawColumn): Division {
  const { counts } = categorical(values);
  const places = Array.from(counts.values, (_, place) => place);
  const frequent = places.sort((a, b) => (counts.counts[b] ?? 0) - (counts.counts[a] ?? 0) || a - b);
  const kept = new Set(frequent.slice(0, MAX_CATEGORIES));
  return categoricalDivision(
    name,
    words,
    Array.from(counts.values).filter((_, place) => kept.has(place)),
  );
}

/** The best slices of which no two share most of their rows. */
function distinctSlices(
  found: readonly Candidate[],
  columns: readonly BinnedColumn[],
  rows: Uint32Array,
): Candidate[] {
  const kept: { readonly slice: Candidate; readonly members: ReadonlySet<number> }[] = [];
  for (const slice of found) {
    if (kept.length === MAX_TESTED) break;
    const members = new Set(rows.filter(isIn(slice, columns)));
    if (kept.every((one) => overlap(one.members, members) <= MAX_OVERLAP)) kept.push({ slice, members });
  }
  return kept.map(({ slice }) => slice);
}

/** The rows of both sets among those of either (Jaccard). */
function overlap(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let both = 0;
  for (const row of one) if (other.has(row)) both += 1;
  return both / (one.size + other.size - both);
}

function isIn({ ranges }: Candidate, columns: readonly BinnedColumn[]): (row: number) => boolean {
  const conditions = ranges.map(({ column, first, last }) => ({ bins: columns[column]?.bins, first, last }));
  return (row) =>
    conditions.every(({ bins, first, last }) => {
      const bin = bins?.[row] ?? -1;
      return bin >= first && bin <= last;
    });
}

function conditionsOf({ ranges }: Candidate, columns: readonly BinnedColumn[]): string {
  return ranges
    .map(({ column, first, last }) => {
      const division = columns[column]?.division;
      return division === undefined ? '' : conditionOf(division, first, last);
    })
    .join(' and ');
}
