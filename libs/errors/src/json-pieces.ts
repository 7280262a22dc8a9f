import { JsonTooComplex } from './json-too-complex.js';

/** A piece ends with the first element that reaches one of these. */
const PIECE_BYTES = 2 ** 18;
const PIECE_PARTS = 8_192;

/** An array that is parsed piece by piece, by the offsets of bytes in the JSON. */
export interface LargeArray {
  /** Of its first element. */
  readonly start: number;
  /** Of the commas between its pieces, in order. */
  readonly commas: readonly number[];
  /** Of the bracket that closes it. */
  readonly end: number;
}

/** Divides the arrays that are members of the outermost object into pieces that are parsed one at a time. */
export class JsonPieces {
  readonly arrays: LargeArray[] = [];
  private inObject = false;
  private start: number | undefined;
  private commas: number[] = [];
  private pieceStart = 0;
  private parts = 0;

  /** @param maxParts keys, strings, objects and arrays of a piece, or of all that is outside of such arrays. */
  constructor(private readonly maxParts: number) {}

  /** A string, which may be a key, an object or an array begins. @throws {JsonTooComplex} */
  count(): void {
    this.parts += 1;
    if (this.parts > this.maxParts) {
      throw new JsonTooComplex(`more than ${this.maxParts} keys, strings, objects and arrays in one row`);
    }
  }

  /** An object or array begins at the offset, at depth 1 or 2. */
  open(depth: number, isArray: boolean, offset: number): void {
    if (depth === 1) this.inObject = !isArray;
    else if (this.inObject && isArray) {
      this.start = offset + 1;
      this.commas = [];
      this.pieceStart = offset + 1;
    }
  }

  /** A comma at depth 2. */
  mayCut(offset: number): void {
    if (this.start === undefined) return;
    if (offset - this.pieceStart < PIECE_BYTES && this.parts < PIECE_PARTS) return;
    this.commas.push(offset);
    this.pieceStart = offset + 1;
    this.parts = 0;
  }

  /** The object or array at depth 2 ends. */
  close(offset: number): void {
    const { start, commas } = this;
    this.start = undefined;
    if (start !== undefined && commas.length > 0) this.arrays.push({ start, commas, end: offset });
  }
}
