import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { type Cell, type Column, Table } from './table.js';

/** Columns that pandas adds for the index of a frame. */
const INDEX = /^__index_level_\d+__$/;

/** Reads a Parquet file. */
export async function readParquet(path: string): Promise<Table> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const rows: Record<string, unknown>[] = await parquetReadObjects({ file, metadata, compressors });
  const columns = names
    .filter((name) => !INDEX.test(name))
    .map((name): Column => ({ name, cells: cellsOf(rows.map((row) => row[name])) }));
  return new Table(columns, []);
}

/** Whole numbers that a double does not hold exactly are identifiers: the whole column stays exact as texts. */
function cellsOf(values: readonly unknown[]): Cell[] {
  const areTexts = values.some((value) => typeof value === 'bigint' && !Number.isSafeInteger(Number(value)));
  return values.map((value) => (areTexts && typeof value === 'bigint' ? String(value) : cellOf(value)));
}

function cellOf(value: unknown): Cell {
  if (value == null || (typeof value === 'number' && Number.isNaN(value))) return null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(cellOf);
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
}
