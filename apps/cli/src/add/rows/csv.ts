import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { type Cell, type Column, Table } from './table.js';
import { typedCells } from './typed-cells.js';

/** How a CSV file is written; what is undefined is recognised. */
export interface CsvOptions {
  readonly separator?: string;
  /** A label of the WHATWG Encoding Standard, such as `windows-1252`. */
  readonly encoding?: string;
  /** The character before the fraction of a number: `.` or `,`. */
  readonly decimal?: string;
}

const SEPARATORS = [',', ';', '\t', '|'];
/** Lines from which the separator is recognised. */
const SNIFFED_LINES = 20;

/** Reads a CSV file with a header, gzipped or not. @throws {Error} naming the row that cannot be read. */
export async function readCsv(path: string, options: CsvOptions): Promise<Table> {
  const { text, encoding } = decode(await readFile(path), options.encoding);
  const separator = options.separator ?? sniffSeparator(text);
  const [header = [], ...rows] = parse(text, {
    delimiter: separator,
    skip_empty_lines: true,
    relax_quotes: true,
    bom: true,
  });
  const decimal = options.decimal ?? sniffDecimal(rows, separator);
  const cellsAt = (place: number) =>
    typedCells(
      rows.map((row) => row[place] ?? ''),
      decimal,
    );
  const names = columnNames(header, cellsAt(0));
  const columns = names.map((name, place): Column => ({ name, cells: cellsAt(place) }));
  return new Table(withoutIndex(columns), notesOf({ separator, encoding, decimal }));
}

function notesOf({ separator, encoding, decimal }: Required<CsvOptions>): string[] {
  return [
    ...(separator === ',' ? [] : [`separator ${separator === '\t' ? 'tab' : separator}`]),
    ...(encoding === 'utf-8' ? [] : [`encoding ${encoding}`]),
    ...(decimal === '.' ? [] : ['decimal comma']),
  ];
}

function decode(content: Buffer, given: string | undefined): { text: string; encoding: string } {
  const bytes = content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content;
  const encoding = given ?? sniffEncoding(bytes);
  return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
}

/** Text that is not UTF-8 is taken for Windows-1252, which includes Latin-1. */
function sniffEncoding(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** The separator that gives the first lines the same number of cells, and the most of them. */
function sniffSeparator(text: string): string {
  const counts = SEPARATORS.map((delimiter) => {
    const lines = parse(text, {
      delimiter,
      to: SNIFFED_LINES,
      skip_empty_lines: true,
      relax_quotes: true,
      relax_column_count: true,
      bom: true,
    });
    const cells = lines[0]?.length ?? 0;
    const same = lines.filter(({ length }) => length === cells).length;
    // A line with a cell too many is told later; a header of one cell has no separator.
    return { delimiter, cells: cells === 1 ? 0 : same === lines.length ? cells : cells * 0.01 };
  });
  return counts.reduce((best, each) => (each.cells > best.cells ? each : best)).delimiter;
}

const COMMA_NUMBER = /^[+-]?\d+,\d+$/;
const POINT_NUMBER = /^[+-]?\d+\.\d+$/;

function sniffDecimal(rows: readonly (readonly string[])[], separator: string): string {
  const cells = rows.slice(0, 1_000).flat();
  const withComma = separator === ',' ? 0 : cells.filter((cell) => COMMA_NUMBER.test(cell)).length;
  return withComma > cells.filter((cell) => POINT_NUMBER.test(cell)).length ? ',' : '.';
}

/** A first column without a name is the index that pandas writes. */
function columnNames(header: readonly string[], firstCells: readonly Cell[]): string[] {
  const names = header.map((name) => name.trim());
  for (const [place, name] of names.entries()) {
    if (name === '' && (place > 0 || !isIndex('', firstCells)))
      throw new Error(`column ${place + 1} has no name`);
    const first = names.indexOf(name);
    if (first !== place) throw new Error(`columns ${first + 1} and ${place + 1} are both named ${name}`);
  }
  return names;
}

function withoutIndex(columns: readonly Column[]): readonly Column[] {
  const [first, ...others] = columns;
  return first !== undefined && isIndex(first.name, first.cells) ? others : columns;
}

function isIndex(name: string, cells: readonly Cell[]): boolean {
  return /^(|Unnamed: 0)$/.test(name) && cells.every((cell, row) => cell === row);
}
