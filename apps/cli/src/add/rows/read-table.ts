import { basename } from 'node:path';
import { UsageError } from '../../command-line/index.js';
import { type CsvOptions, readCsv } from './csv.js';
import { readParquet } from './parquet.js';
import type { Table } from './table.js';

const CONVERT: readonly [RegExp, string][] = [
  [/\.xlsx?$/i, 'pandas.read_excel(FILE).to_csv("rows.csv", index=False)'],
  [/\.(feather|arrow)$/i, 'pandas.read_feather(FILE).to_parquet("rows.parquet")'],
  [/\.(pkl|pickle)$/i, 'pandas.read_pickle(FILE).to_parquet("rows.parquet")'],
  [/\.(json|jsonl|ndjson)$/i, 'pandas.read_json(FILE, lines=True).to_parquet("rows.parquet")'],
  [/\.np[yz]$/i, 'pandas.DataFrame(numpy.load(FILE)).to_csv("rows.csv", index=False)'],
];

/** Reads the rows of a CSV or Parquet file. @throws {UsageError} naming the problem with the file. */
export async function readTable(path: string, options: CsvOptions): Promise<Table> {
  const [, conversion] = CONVERT.find(([pattern]) => pattern.test(path)) ?? [];
  if (conversion !== undefined) {
    throw new UsageError(
      `${basename(path)} is neither CSV nor Parquet. Convert it in Python:\n  ${conversion.replace('FILE', JSON.stringify(basename(path)))}`,
    );
  }
  const table = await read(path, options).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be read: ${cause.message}`, { cause });
  });
  if (table.rows === 0) throw new UsageError(`${path} has no rows`);
  return table;
}

function read(path: string, options: CsvOptions): Promise<Table> {
  return /\.parquet$|\.pq$/i.test(path) ? readParquet(path) : readCsv(path, options);
}
