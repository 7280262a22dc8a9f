import { type CheckPiece, type LargeArray, parseInPieces } from '@plumbline/json';
import { nextTurn } from '@plumbline/tasks';
import { MalformedJson } from '../problems/index.js';

/** A larger body is parsed in a turn of the event loop without another one. */
const SMALL_BYTES = 65_536;

/**
 * The value of a JSON text; an empty one is an empty object. The large arrays in it are parsed piece by piece, each in a turn
 * of the event loop of its own.
 * @throws {MalformedJson} and what `check` throws.
 */
export async function parseJson(
  bytes: Buffer,
  arrays: readonly LargeArray[],
  check: CheckPiece,
): Promise<unknown> {
  if (bytes.length === 0) return {};
  const large = bytes.length > SMALL_BYTES;
  if (large) await nextTurn();
  const value = await parsed(bytes, arrays, check);
  // What follows works on the value.
  if (large) await nextTurn();
  return value;
}

async function parsed(bytes: Buffer, arrays: readonly LargeArray[], check: CheckPiece): Promise<unknown> {
  try {
    return await parseInPieces(bytes, arrays, check);
  } catch (error) {
    throw error instanceof SyntaxError ? new MalformedJson(error) : error;
  }
}
