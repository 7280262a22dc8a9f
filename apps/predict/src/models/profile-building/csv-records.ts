import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, type Options, parse } from 'csv-parse';

/** One row of a table. */
export interface SourceRow {
  /** The same list for all rows. */
  readonly columns: readonly string[];
  /** A cell for each column. CSV has texts only. A text of a Parquet file that is not UTF-8 is given as its bytes. */
  readonly cells: readonly unknown[];
}

/**
 * Returns the column names of a table if they are unique and not empty.
 * @throws {Error} naming the columns that are not.
 */
export function checkColumnNames(names: string[]): string[] {
  for (const [place, name] of names.entries()) {
    if (name === '') {
      throw new Error(`column ${place + 1} has no name; pandas writes its index this way unless index=False`);
    }
    const first = names.indexOf(name);
    if (first !== place) throw new Error(`columns ${first + 1} and ${place + 1} are both named ${name}`);
  }
  return names;
}

const NOT_UTF8 = 'is not UTF-8; save the file as UTF-8';

/** The text is not UTF-8; the place is still unknown. */
class NotUtf8 extends Error {}

/** A few kilobytes of gzip may hold a line of gigabytes. */
const MAX_ROW_BYTES = 2 ** 25;
const OPTIONS: Options = { bom: true, skip_empty_lines: true, max_record_size: MAX_ROW_BYTES };

/**
 * Reads the rows of a CSV file with a header, gzipped or not, in UTF-8.
 * @throws {Error} naming row and column where the file has them.
 */
export async function* readCsv(path: string): AsyncGenerator<SourceRow> {
  const isPacked = await isGzip(path);
  if (!isPacked && path.endsWith('.gz')) throw new Error('its name ends with .gz, but it is not gzip data');
  let columns: readonly string[] | undefined;
  try {
    for await (const cells of parsed(path, isPacked, OPTIONS, [utf8Check()])) {
      if (columns === undefined) columns = checkColumnNames(cells);
      else yield { columns, cells };
    }
  } catch (error) {
    if (error instanceof NotUtf8) throw new Error(await locateNotUtf8(path, isPacked), { cause: error });
    if (!(error instanceof CsvError)) throw error;
    throw new Error(describe(error, await readHeader(path, isPacked)), { cause: error });
  }
}

/** The first row; empty where it cannot be parsed. */
async function readHeader(path: string, isPacked: boolean): Promise<readonly string[]> {
  try {
    for await (const cells of parsed(path, isPacked, { ...OPTIONS, to: 1 })) return cells;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return [];
}

function parsed(
  path: string,
  isPacked: boolean,
  options: Options,
  checks: readonly Transform[] = [],
): AsyncIterable<string[]> {
  const parser = parse(options);
  // The pipeline destroys the parser with the errors of the other streams, so the reader receives them.
  const streams = [createReadStream(path), ...(isPacked ? [createGunzip()] : []), ...checks, parser];
  pipeline(streams, () => undefined);
  return parser as AsyncIterable<string[]>;
}

/** Passes text on unchanged. @throws {NotUtf8}, or an Error for UTF-16. */
function utf8Check(): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = (decode: () => void): Error | null => {
    try {
      decode();
      return null;
    } catch (cause) {
      return new NotUtf8(NOT_UTF8, { cause });
    }
  };
  let isFirst = true;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const problem = isFirst ? utf16Problem(chunk) : undefined;
      isFirst = false;
      if (problem !== undefined) return done(new Error(problem));
      done(
        check(() => decoder.decode(chunk, { stream: true })),
        chunk,
      );
    },
    flush: (done) => done(check(() => decoder.decode())),
  });
}

function utf16Problem(start: Buffer): string | undefined {
  const mark = start.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return 'it is UTF-16; save it as UTF-8';
  return start.includes(0) ? 'it has NUL characters, as UTF-16 has; save it as UTF-8' : undefined;
}

/** Reads the file as Latin-1, byte by byte, to find the cell that is not UTF-8. */
async function locateNotUtf8(path: string, isPacked: boolean): Promise<string> {
  const options: Options = { encoding: 'latin1', relax_column_count: true, skip_empty_lines: true };
  let header: readonly string[] | undefined;
  let row = 0;
  for await (const cells of parsed(path, isPacked, options)) {
    const place = cells.findIndex((cell) => !isUtf8(Buffer.from(cell, 'latin1')));
    if (place !== -1 && header === undefined) return `column ${place + 1} of the header: ${NOT_UTF8}`;
    if (place !== -1) return `row ${row}, column ${nameOf(header?.[place], place)}: ${NOT_UTF8}`;
    header ??= cells;
    row += 1;
  }
  return `it ${NOT_UTF8}`;
}

function nameOf(latin1: string | undefined, place: number): string {
  return latin1 === undefined
    ? String(place + 1)
    : Buffer.from(latin1, 'latin1')
        .toString()
        .replace(/^\uFEFF/, '');
}

function describe({ code, message, ...context }: CsvError, header: readonly string[]): string {
  const { records, lines, index, record } = context as Record<string, unknown>;
  // The header is a record too, unless it is what cannot be parsed.
  const row = `row ${Math.max(1, Number(records))}`;
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
    const cells = Array.isArray(record) ? record.length : 0;
    return `${row} has ${cells} ${cells === 1 ? 'cell' : 'cells'} for ${header.length} columns (line ${String(lines)})`;
  }
  return `${row}, column ${header[Number(index)] ?? Number(index) + 1}: ${message}`;
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
