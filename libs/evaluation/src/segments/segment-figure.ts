import type { Figure, RowScores } from './row-scores.js';

/** The adjusted p-value below which some rows are called worse than the others. */
export const WEAK_P = 0.01;

/** The figure of the rows of a segment beside that of all other rows; null where it is undefined. */
export interface SegmentFigure {
  /** In words: `age >= 54`. */
  readonly condition: string;
  readonly rows: number;
  readonly value: number | null;
  /** The 95 % interval. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** The figure of the other rows. */
  readonly rest: number | null;
  /** Of the difference, two-sided, adjusted for the number of segments that were compared. */
  readonly adjustedP: number | null;
  /** Whether the figure is worse than that of the other rows, with an adjusted p-value below 0.01. */
  readonly weak: boolean;
}

/** The figures of some rows and of the others, and the p-value of their difference. */
export interface ComparedRows {
  readonly figure: Figure;
  readonly rest: Figure;
  readonly p: number;
}

/** Compares the rows that are in a segment with those that are not. */
export function compareRows(scores: RowScores, inside: Uint32Array, outside: Uint32Array): ComparedRows {
  return {
    figure: scores.figure(inside),
    rest: scores.figure(outside),
    p: scores.difference(inside, outside),
  };
}

/** The result as JSON holds it. */
export function segmentFigure(
  condition: string,
  rows: number,
  { figure, rest }: ComparedRows,
  adjustedP: number,
  { isError }: RowScores,
): SegmentFigure {
  const isWorse = isError ? figure.value > rest.value : figure.value < rest.value;
  return {
    condition,
    rows,
    value: known(figure.value),
    lower: known(figure.lower),
    upper: known(figure.upper),
    rest: known(rest.value),
    adjustedP: known(adjustedP),
    weak: isWorse && adjustedP < WEAK_P,
  };
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
