import { JsonTooComplex } from '@plumbline/errors';
import { JsonPieces, type LargeArray } from './json-pieces.js';

/** Limits on JSON; `JSON.parse` takes seconds for megabytes of brackets or keys. */
export interface JsonLimits {
  /** Maximum nesting of objects and arrays. */
  readonly maxDepth: number;
  /** Maximum number of keys, objects and arrays in one body. */
  readonly maxKeys: number;
}

/** The limits of a service that has no settings for them. */
export const DEFAULT_JSON_LIMITS: JsonLimits = { maxDepth: 32, maxKeys: 100_000 };

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Counts the structure of JSON in chunks of bytes and throws at the first excess. */
export class JsonScanner {
  private depth = 0;
  private keys = 0;
  private inString = false;
  private escaped = false;
  private scanned = 0;
  private readonly pieces: JsonPieces | undefined;

  /** @param maxPieceParts enables `arrays`: keys, strings, objects and arrays that are parsed at a time, at most. */
  constructor(
    private readonly limits: JsonLimits,
    maxPieceParts?: number,
  ) {
    if (maxPieceParts !== undefined) this.pieces = new JsonPieces(maxPieceParts);
  }

  /** The large arrays that are in no other array, in order. */
  get arrays(): readonly LargeArray[] {
    return this.pieces?.arrays ?? [];
  }

  /** @throws {JsonTooComplex} */
  scan(chunk: Uint8Array): void {
    let index = 0;
    while (index < chunk.length)
      index = this.inString ? this.skipString(chunk, index) : this.skipStructure(chunk, index);
    this.scanned += chunk.length;
  }

  /** Returns the index after the string, or the chunk's end. */
  private skipString(chunk: Uint8Array, from: number): number {
    let index = from;
    if (this.escaped) {
      this.escaped = false;
      index += 1;
    }
    for (; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (byte === QUOTE) {
        this.inString = false;
        return index + 1;
      }
      if (byte === BACKSLASH) index += 1;
    }
    this.escaped = index > chunk.length;
    return chunk.length;
  }

  /** Returns the index of the first character of the next string, or the chunk's end. */
  private skipStructure(chunk: Uint8Array, from: number): number {
    for (let index = from; index < chunk.length; index += 1) {
      const byte = chunk[index] as number;
      if (byte === QUOTE) {
        this.inString = true;
        this.pieces?.count();
        return index + 1;
      }
      if (byte < COLON) {
        if (byte === COMMA) this.pieces?.mayCut(this.depth, this.scanned + index);
        continue;
      }
      if (byte === COLON) this.count();
      else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) this.open(byte, index);
      else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) this.close(index);
    }
    return chunk.length;
  }

  private open(byte: number, index: number): void {
    this.depth += 1;
    const { maxDepth } = this.limits;
    if (this.depth > maxDepth) throw new JsonTooComplex(`more than ${maxDepth} levels of objects and arrays`);
    this.count();
    this.pieces?.count();
    if (byte === OPEN_BRACKET) this.pieces?.open(this.depth, this.scanned + index);
  }

  private close(index: number): void {
    this.pieces?.close(this.depth, this.scanned + index);
    this.depth -= 1;
  }

  private count(): void {
    this.keys += 1;
    const { maxKeys } = this.limits;
    if (this.keys > maxKeys) throw new JsonTooComplex(`more than ${maxKeys} keys, objects and arrays`);
  }
}
