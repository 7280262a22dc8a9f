import type { Mode } from '../comparison/index.js';
import {
  type FeatureColumn,
  type FeatureValue,
  isIntegerArray,
  isMissing,
  type RawColumn,
} from '../samples/index.js';
import { columnQuality } from './column-quality.js';

/** The share of rows from which a column is almost constant, or two columns are almost equal. */
const ALMOST = 0.95;

/** The quality of a data set as a whole. */
export interface DatasetQuality {
  readonly rows: number;
  readonly columns: number;
  /** Missing cells (null, undefined, NaN). */
  readonly missing: number;
  /** The share of all cells; in mode `evidently` relative to the rows, so it can exceed 1. */
  readonly missingShare: number;
  /** Rows and columns without any value. */
  readonly emptyRows: number;
  readonly emptyColumns: number;
  /** Columns of at most one distinct value, empty ones included. */
  readonly constantColumns: number;
  /** Columns with one value in at least 95 % of the rows. */
  readonly almostConstantColumns: number;
  /** Rows equal to an earlier one. */
  readonly duplicatedRows: number;
  /** Pairs of columns of one type that agree in every row, and in at least 95 % of them (a missing value then agrees with none). */
  readonly duplicatedColumns: number;
  readonly almostDuplicatedColumns: number;
}

/**
 * Measures a data set, as Evidently's DataSummary does.
 * @param columns of equal length; typed arrays of whole numbers, numbers and everything else count as three types.
 */
export function datasetQuality(
  columns: Readonly<Record<string, RawColumn>>,
  mode: Mode = 'robust',
): DatasetQuality {
  const all = Object.values(columns);
  const rows = all[0]?.length ?? 0;
  const profiles = all.map(columnQuality);
  const missing = profiles.reduce((sum, column) => sum + column.missing, 0);
  return {
    rows,
    columns: all.length,
    missing,
    missingShare: missing / (mode === 'evidently' ? rows : rows * all.length),
    emptyRows: emptyRows(all, rows),
    emptyColumns: profiles.filter((column) => column.missing === rows).length,
    constantColumns: profiles.filter(({ distinct }) => distinct <= 1).length,
    almostConstantColumns: profiles.filter(
      ({ mostCommonShare }) => mostCommonShare > 0 && mostCommonShare >= ALMOST,
    ).length,
    duplicatedRows: duplicatedRows(all, rows),
    duplicatedColumns: countPairs(all, (left, right) => agreements(left, right, true) === rows),
    almostDuplicatedColumns: countPairs(
      all,
      (left, right) => agreements(left, right, false) / rows >= ALMOST,
    ),
  };
}

/** The number of rows without any value. */
export function emptyRows(columns: readonly FeatureColumn[], rows: number): number {
  let empty = 0;
  for (let row = 0; row < rows; row++) if (columns.every((values) => isAbsent(values[row]))) empty++;
  return empty;
}

/** The number of rows equal to an earlier one, as Evidently counts them. */
export function duplicatedRows(columns: readonly FeatureColumn[], rows: number): number {
  const keys = new Set<string>();
  for (let row = 0; row < rows; row++) {
    keys.add(JSON.stringify(columns.map((values) => cellKey(values[row]))));
  }
  return rows - keys.size;
}

function cellKey(value: FeatureValue): unknown {
  if (isAbsent(value)) return null;
  return typeof value === 'number' ? String(value) : [value];
}

function isAbsent(value: FeatureValue): boolean {
  return value == null || Number.isNaN(value);
}

function countPairs(
  columns: readonly RawColumn[],
  matches: (left: RawColumn, right: RawColumn) => boolean,
): number {
  let pairs = 0;
  columns.forEach((left, index) => {
    for (const right of columns.slice(index + 1)) {
      if (typeOf(left) === typeOf(right) && matches(left, right)) pairs++;
    }
  });
  return pairs;
}

function agreements(left: RawColumn, right: RawColumn, missingAgree: boolean): number {
  let agree = 0;
  for (let row = 0; row < left.length; row++) {
    const bothMissing = isMissing(left[row]) && isMissing(right[row]);
    if (bothMissing ? missingAgree : left[row] === right[row]) agree++;
  }
  return agree;
}

function typeOf(values: RawColumn): 'integer' | 'number' | 'other' {
  if (ArrayBuffer.isView(values)) return isIntegerArray(values) ? 'integer' : 'number';
  const first = Array.from(values).find((value) => !isMissing(value));
  return typeof first === 'number' ? 'number' : 'other';
}
