import { randomUUID } from 'node:crypto';
import type { Issue, LargeArray } from '@plumbline/errors';
import { nextTurn } from '@plumbline/tasks';
import { MalformedJson } from '../problems/index.js';

/** Elements of an array in the body: the path of the array, and the place of the first of them. */
export interface Elements {
  readonly path: Issue['path'];
  readonly from: number;
}

/** Checks the body, or elements of an array in it, given its text; returns what replaces it. */
export type CheckText = (value: unknown, text: string, elements?: Elements) => unknown;

const BYTE_ORDER_MARK = '\u{FEFF}';
/** A larger body is parsed in a turn of the event loop without another one. */
const SMALL_BYTES = 65_536;
/** Stands for a large array while the rest is parsed; no client knows it. */
const PLACEHOLDER = randomUUID();

/**
 * The value of a JSON text; an empty one is an empty object. The large arrays in it are parsed piece by piece, each in a turn
 * of the event loop of its own.
 * @throws {MalformedJson} and what `check` throws.
 */
export async function parseJson(
  bytes: Buffer,
  arrays: readonly LargeArray[],
  check: CheckText,
): Promise<unknown> {
  if (bytes.length <= SMALL_BYTES) return parseText(bytes.toString(), check);
  await nextTurn();
  const value = await parseLarge(bytes, arrays, check);
  // What follows works on the value.
  await nextTurn();
  return value;
}

async function parseLarge(bytes: Buffer, arrays: readonly LargeArray[], check: CheckText): Promise<unknown> {
  if (arrays.length === 0) return parseText(bytes.toString(), check);
  const outside = parseText(withPlaceholders(bytes, arrays), check);
  for (const [member, value] of Object.entries(outside as object)) {
    const place = placeOf(value);
    if (place !== undefined) await fill(value as unknown[], bytes, arrays[place]!, member, check);
  }
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

function placeOf(value: unknown): number | undefined {
  if (!Array.isArray(value) || value.length !== 1) return undefined;
  const [only] = value as unknown[];
  return typeof only === 'string' && only.startsWith(PLACEHOLDER)
    ? Number(only.slice(PLACEHOLDER.length))
    : undefined;
}

async function fill(
  array: unknown[],
  bytes: Buffer,
  { start, commas, end }: LargeArray,
  member: string,
  check: CheckText,
): Promise<void> {
  array.length = 0;
  let from = start;
  for (const until of [...commas, end]) {
    await nextTurn();
    const place = { path: [member], from: array.length };
    const elements = parseText(`[${bytes.toString('utf8', from, until)}]`, check, place) as unknown[];
    if (elements.length === 0) throw new MalformedJson(new Error(`an element of ${member} is missing`));
    for (const element of elements) array.push(element);
    from = until + 1;
  }
}

function parseText(text: string, check: CheckText, elements?: Elements): unknown {
  if (text === '') return {};
  return check(valueOf(text), text, elements);
}

/** @throws {MalformedJson} */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  } catch (error) {
    throw new MalformedJson(error as Error);
  }
}
