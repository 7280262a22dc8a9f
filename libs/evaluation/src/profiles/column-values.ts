import type { TableColumn } from '../estimators/index.js';
import {
  categorical,
  type FeatureKind,
  NumericSample,
  type RawColumn,
  type RawValue,
  type Sample,
} from '../samples/index.js';

/** A missing column, or one with values of the wrong type for its kind. */
export class ColumnUnreadable extends Error {
  override readonly name = 'ColumnUnreadable';
}

/** Cleans a column. @throws {ColumnUnreadable} for a text or boolean among numbers. */
export function sampleOf(kind: FeatureKind, integer: boolean, values: RawColumn): Sample {
  if (kind === 'categorical') return categorical(values);
  return NumericSample.of(numbersOf(values), { integer });
}

/** Some rows of a column. */
export function rowsOf(values: RawColumn, rows: Uint32Array): RawColumn {
  if (!(values instanceof Float64Array)) return Array.from(rows, (row) => values[row]);
  const taken = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) taken[index] = values[rows[index] ?? NaN] ?? NaN;
  return taken;
}

/** The texts of a column. @throws {ColumnUnreadable} for a value that is neither a text nor missing. */
export function textsOf(values: RawColumn): (string | null)[] {
  return Array.from(values, (value) => {
    if (value == null || typeof value === 'string') return value ?? null;
    throw new ColumnUnreadable(`${String(value)} is not a text`);
  });
}

/** A column for the reconstruction, with infinities as missing and booleans as 0 and 1. */
export function tableColumn(kind: FeatureKind, values: RawColumn): TableColumn {
  if (values instanceof Float64Array) {
    return { kind, values: values.map((value) => (Number.isFinite(value) ? value : NaN)) };
  }
  return { kind, values: Array.from(values, (value) => (isPresent(value) ? category(value) : null)) };
}

/** Whether a value is neither missing nor infinite. */
export function isPresent(value: RawValue): value is number | string | boolean {
  return value != null && (typeof value !== 'number' || Number.isFinite(value));
}

function category(value: number | string | boolean): number | string {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** The values as numbers, NaN where missing. @throws {ColumnUnreadable} for a text or boolean. */
export function numbersOf(values: RawColumn): Float64Array {
  if (values instanceof Float64Array) return values;
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (typeof value !== 'number') throw new ColumnUnreadable(`${String(value)} is not a number`);
    numbers[row] = value;
  }
  return numbers;
}
