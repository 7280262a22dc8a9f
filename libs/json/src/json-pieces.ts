import { JsonTooComplex } from '@plumbline/errors';

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

/** Divides the arrays that are in no other array into pieces that are parsed one at a time. */
export class JsonPieces {
  readonly arrays: LargeArray[] = [];
  /** Of the open array that is in no other. */
  private depth: number | undefined;
  private start = 0;
  private commas: number[] = [];
  private pieceStart = 0;
  private parts = 0;
  private partsOutside = 0;

  /** @param maxParts keys, strings, objects and arrays of a piece, or of all that is outside of such arrays. */
  constructor(private readonly maxParts: number) {}

  /** A string, which may be a key, an object or an array begins. @throws {JsonTooComplex} */
  count(): void {
    this.parts += 1;
    if (this.parts > this.maxParts) {
      throw new JsonTooComplex(`more than ${this.maxParts} keys, strings, objects and arrays in one row`);
    }
  }

  /** An array begins at the offset. */
  open(depth: number, offset: number): void {
    if (this.depth !== undefined) return;
    this.depth = depth;
    this.start = offset + 1;
    this.commas = [];
    this.pieceStart = offset + 1;
    this.partsOutside = this.parts;
  }

  /** A comma. */
  mayCut(depth: number, offset: number): void {
    if (depth !== this.depth) return;
    if (offset - this.pieceStart < PIECE_BYTES && this.parts < PIECE_PARTS) return;
    this.commas.push(offset);
    this.pieceStart = offset + 1;
    this.parts = 0;
  }

  /** An object or array ends. */
  close(depth: number, offset: number): void {
    if (depth !== this.depth) return;
    this.depth = undefined;
    const { start, commas } = this;
    if (commas.length === 0) return;
    this.arrays.push({ start, commas, end: offset });
    this.parts = this.partsOutside;
  }
}
