import type { Mode } from '../comparison/index.js';
import { type ColumnValues, countValues } from './column-quality.js';

/** Columns and pairs of columns are "almost" constant or equal from this share of rows on. */
const ALMOST = 0.95;

/** What is wrong with a data set as a whole. */
export interface DatasetQuality {
  readonly rows: number;
  readonly columns: number;
  /** Missing cells (null, undefined, NaN). */
  readonly missing: number;
  /** Of all cells; in mode `evidently` of the rows, so that it can exceed 1. */
  readonly missingShare: number;
  /** Rows and columns without any value. */
  readonly emptyRows: number;
  readonly emptyColumns: number;
  /** Columns of at most one distinct value, empty ones included. */
  readonly constantColumns: number;
  /** Columns one value of which fills 95 % of the rows. */
  readonly almostConstantColumns: number;
  /** Rows equal to an earlier one. */
  readonly duplicatedRows: number;
  /** Pairs of columns of one type that agree in every row, and in 95 % of them (there a missing value agrees with none). */
  readonly duplicatedColumns: number;
  readonly almostDuplicatedColumns: number;
}

/**
 * Measures a data set, as Evidently's DataSummary does.
 * @param columns of equal length; typed arrays of whole numbers, numbers and everything else count as three types.
 */
export function datasetQuality(
  columns: Readonly<Record<string, ColumnValues>>,
  mode: Mode = 'robust',
): DatasetQuality {
  const all = Object.values(columns);
  const rows = all[0]?.length ?? 0;
  const profiles = all.map((values) => profile(values));
  const missing = profiles.reduce((sum, column) => sum + column.missing, 0);
  return {
    rows,
    columns: all.length,
    missing,
    missingShare: missing / (mode === 'evidently' ? rows : rows * all.length),
    emptyRows: emptyRows(all, rows),
    emptyColumns: profiles.filter((column) => column.missing === rows).length,
    constantColumns: profiles.filter(({ distinct }) => distinct <= 1).length,
    almostConstantColumns: profiles.filter(({ most }) => most > 0 && most / rows >= ALMOST).length,
    duplicatedRows: rows - distinctRows(all, rows),
    duplicatedColumns: countPairs(all, (left, right) => agreements(left, right, true) === rows),
    almostDuplicatedColumns: countPairs(
      all,
      (left, right) => agreements(left, right, false) / rows >= ALMOST,
    ),
  };
}

function profile(values: ColumnValues) {
  const counts = countValues(values);
  let [present, most] = [0, 0];
  for (const count of counts.values()) {
    present += count;
    most = Math.max(most, count);
  }
  return { missing: values.length - present, distinct: counts.size, most };
}

function emptyRows(columns: readonly ColumnValues[], rows: number): number {
  let empty = 0;
  for (let row = 0; row < rows; row++) if (columns.every((values) => isMissing(values[row]))) empty++;
  return empty;
}

function distinctRows(columns: readonly ColumnValues[], rows: number): number {
  const keys = new Set<string>();
  for (let row = 0; row < rows; row++) {
    keys.add(JSON.stringify(columns.map((values) => cellKey(values[row]))));
  }
  return keys.size;
}

function cellKey(value: ColumnValues[number]): unknown {
  if (isMissing(value)) return null;
  return typeof value === 'number' ? String(value) : [value];
}

function countPairs(
  columns: readonly ColumnValues[],
  matches: (left: ColumnValues, right: ColumnValues) => boolean,
): number {
  let pairs = 0;
  columns.forEach((left, index) => {
    for (const right of columns.slice(index + 1)) {
      if (typeOf(left) === typeOf(right) && matches(left, right)) pairs++;
    }
  });
  return pairs;
}

function agreements(left: ColumnValues, right: ColumnValues, missingAgree: boolean): number {
  let agree = 0;
  for (let row = 0; row < left.length; row++) {
    const bothMissing = isMissing(left[row]) && isMissing(right[row]);
    if (bothMissing ? missingAgree : left[row] === right[row]) agree++;
  }
  return agree;
}

function typeOf(values: ColumnValues): 'integer' | 'number' | 'other' {
  if (ArrayBuffer.isView(values)) {
    return Object.prototype.toString.call(values).startsWith('[object Float') ? 'number' : 'integer';
  }
  const first = Array.from(values).find((value) => !isMissing(value));
  return typeof first === 'number' ? 'number' : 'other';
}

function isMissing(value: ColumnValues[number]): boolean {
  return value == null || Number.isNaN(value);
}
