import { basename } from 'node:path';
import { reasonOf } from '@plumbline/errors';
import { checkColumnNames, readCsv, type SourceRow } from './csv-records.js';
import { ReferenceRejected } from '../profiles/index.js';

/** The file with the reference data of a model. */
export interface ReferenceSource {
  readonly path: string;
  /** CSV may be gzipped. */
  readonly format: 'csv' | 'parquet';
}

/**
 * Reads a file row by row, never as a whole.
 * @throws {ReferenceRejected} when it cannot be read, or has another format.
 */
export async function* readRecords(source: ReferenceSource): AsyncGenerator<SourceRow> {
  try {
    yield* source.format === 'csv' ? readCsv(source.path) : readParquet(source.path);
  } catch (cause) {
    throw new ReferenceRejected(`${basename(source.path)} cannot be read: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

async function* readParquet(path: string): AsyncGenerator<SourceRow> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } =
    await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const columns = checkColumnNames(parquetSchema(metadata).children.map(({ element }) => element.name));
  const parsers = { stringFromBytes: textOrBytes };
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const options = { file, metadata, compressors, parsers, rowStart, rowEnd };
    const records: Record<string, unknown>[] = await parquetReadObjects(options);
    for (const record of records) yield { columns, cells: columns.map((name) => record[name]) };
    rowStart = rowEnd;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOrBytes(bytes: Uint8Array | undefined): string | Uint8Array | undefined {
  try {
    return bytes && utf8.decode(bytes);
  } catch {
    return bytes;
  }
}
