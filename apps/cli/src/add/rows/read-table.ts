import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../../command-line/index.js';
import { type CsvOptions, readCsv } from './csv.js';
import { withImages } from './image-files.js';
import { readParquet } from './parquet.js';
import type { Table } from './table.js';

const CONVERT: readonly [RegExp, string][] = [
  [/\.xlsx?$/i, 'pandas.read_excel(FILE).to_csv("rows.csv", index=False)'],
  [/\.(feather|arrow)$/i, 'pandas.read_feather(FILE).to_parquet("rows.parquet")'],
  [/\.(pkl|pickle)$/i, 'pandas.read_pickle(FILE).to_parquet("rows.parquet")'],
  [/\.(json|jsonl|ndjson)$/i, 'pandas.read_json(FILE, lines=True).to_parquet("rows.parquet")'],
  [/\.np[yz]$/i, 'pandas.DataFrame(numpy.load(FILE)).to_csv("rows.csv", index=False)'],
];

/**
 * Reads the rows of a CSV or Parquet file, or of the one in a folder. Cells that name image files become the images.
 * @throws {UsageError} naming the problem with the file.
 */
export async function readTable(given: string, options: CsvOptions): Promise<Table> {
  const path = await tableIn(given);
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
  return withImages(table, dirname(path));
}

const TABLE = /\.(csv|csv\.gz|tsv|parquet|pq)$/i;

/** The table of a folder with images; a file is the table itself. */
async function tableIn(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return path;
  const tables = (await readdir(path)).filter((name) => TABLE.test(name));
  const [table] = tables;
  if (table !== undefined && tables.length === 1) return join(path, table);
  throw new UsageError(
    `The folder ${path} must hold one CSV or Parquet file with the names and labels of its images, and it holds ${tables.length}`,
  );
}

function read(path: string, options: CsvOptions): Promise<Table> {
  return /\.parquet$|\.pq$/i.test(path) ? readParquet(path) : readCsv(path, options);
}
