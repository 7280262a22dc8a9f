import { randomUUID } from 'node:crypto';
import { mapInSlices, nextTurn } from '@plumbline/tasks';
import { type JsonLimits, JsonScanner } from './json-limits.js';
import type { LargeArray } from './json-pieces.js';

/** Elements of an array in a document: the path of the array, and the place of the first of them. */
export interface Elements {
  readonly path: readonly string[];
  readonly from: number;
}

/** Checks a document without its large arrays, or elements of one, given its text; returns what replaces it. */
export type CheckPiece = (value: unknown, text: string, elements?: Elements) => unknown;

const BYTE_ORDER_MARK = '\u{FEFF}';
const CHUNK_BYTES = 2 ** 17;
/** Stands for a large array while the rest is parsed; no document has it. */
const PLACEHOLDER = randomUUID();

/**
 * The value of a large JSON document; each turn of the event loop scans or parses a part of it.
 * @throws {JsonTooComplex} beyond the limits.
 * @throws {SyntaxError} for text that is not JSON.
 */
export async function parseLargeJson(bytes: Buffer, limits: JsonLimits): Promise<unknown> {
  const scanner = new JsonScanner(limits, Infinity);
  const starts = Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, at) => at * CHUNK_BYTES);
  await mapInSlices(starts, (start) => scanner.scan(bytes.subarray(start, start + CHUNK_BYTES)));
  await nextTurn();
  return parseInPieces(bytes, scanner.arrays);
}

/**
 * The value of a JSON document; its large arrays are parsed piece by piece, each in a turn of the event loop of its own.
 * @param arrays that a {@link JsonScanner} has found in it.
 * @throws {SyntaxError} for text that is not JSON, and what `check` throws.
 */
export async function parseInPieces(
  bytes: Buffer,
  arrays: readonly LargeArray[],
  check: CheckPiece = (value) => value,
): Promise<unknown> {
  const outside = parseText(withPlaceholders(bytes, arrays), check);
  if (arrays.length === 0) return outside;
  for (const { array, place, path } of [...placeholdersIn(outside, [])])
    await fill(array, bytes, arrays[place]!, path, check);
  return outside;
}

/** The text with one string in the place of the elements of each array. */
function withPlaceholders(bytes: Buffer, arrays: readonly LargeArray[]): string {
  let text = '';
  let from = 0;
  for (const [place, { start, end }] of arrays.entries()) {
    text += `${bytes.toString('utf8', from, start)}"${PLACEHOLDER}${place}"`;
    from = end;
  }
  return text + bytes.toString('utf8', from);
}

/** The large arrays in a value, none of which is in another array. */
function* placeholdersIn(
  value: unknown,
  path: readonly string[],
): Generator<{ array: unknown[]; place: number; path: readonly string[] }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    for (const [member, each] of Object.entries(value)) yield* placeholdersIn(each, [...path, member]);
    return;
  }
  const [only] = value as unknown[];
  if (typeof only === 'string' && only.startsWith(PLACEHOLDER))
    yield { array: value, place: Number(only.slice(PLACEHOLDER.length)), path };
}

async function fill(
  array: unknown[],
  bytes: Buffer,
  { start, commas, end }: LargeArray,
  path: readonly string[],
  check: CheckPiece,
): Promise<void> {
  array.length = 0;
  let from = start;
  for (const until of [...commas, end]) {
    await nextTurn();
    const place = { path, from: array.length };
    const elements = parseText(`[${bytes.toString('utf8', from, until)}]`, check, place) as unknown[];
    if (elements.length === 0) throw new SyntaxError(`an element of ${path.join('.')} is missing`);
    for (const element of elements) array.push(element);
    from = until + 1;
  }
}

function parseText(text: string, check: CheckPiece, elements?: Elements): unknown {
  const value: unknown = JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  return check(value, text, elements);
}
