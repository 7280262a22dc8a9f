import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { ReferenceRejected } from './profile.errors.js';

/** A table in a file: the reference data of a model. */
export interface ReferenceSource {
  readonly path: string;
  /** CSV may be gzipped. */
  readonly format: 'csv' | 'parquet';
}

/** One row by column, as the file has it: CSV has texts only. */
export type SourceRecord = Readonly<Record<string, unknown>>;

/**
 * Reads a file row after row, never all of it at once.
 * @throws {ReferenceRejected} when it cannot be read, or is not of its format.
 */
export async function* readRecords(source: ReferenceSource): AsyncGenerator<SourceRecord> {
  try {
    yield* source.format === 'csv' ? readCsv(source.path) : readParquet(source.path);
  } catch (cause) {
    throw new ReferenceRejected(`${basename(source.path)} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function* readCsv(path: string): AsyncGenerator<SourceRecord> {
  const isPacked = await isGzip(path);
  if (!isPacked && path.endsWith('.gz')) throw new Error('its name ends with .gz, but it is not gzip data');
  const parser = parse({ columns: true, bom: true, skip_empty_lines: true });
  const file = createReadStream(path);
  // Errors of the file and of the unpacking reach the reader through the parser, which the pipeline destroys with them.
  const done = () => undefined;
  if (isPacked) pipeline(file, createGunzip(), parser, done);
  else pipeline(file, parser, done);
  yield* parser as AsyncIterable<SourceRecord>;
}

async function* readParquet(path: string): AsyncGenerator<SourceRecord> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    yield* await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
    rowStart = rowEnd;
  }
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { buffer } = await handle.read(new Uint8Array(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
