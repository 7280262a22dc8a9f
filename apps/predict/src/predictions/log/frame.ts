import { crc32 } from 'node:zlib';

/** Length and CRC-32 of the payload, both 32 bits and little-endian, precede it. */
const HEADER_BYTES = 8;
/** No record is longer: a length above it is damage. */
const MAX_PAYLOAD_BYTES = 2 ** 26;
/** Of a length, which is little-endian. */
const MAX_LENGTH_LAST_BYTE = MAX_PAYLOAD_BYTES >> 24;
/** Every payload is a JSON object. */
const OPENING_BRACE = 0x7b;
/** UTF-8 needs at most this many bytes for one UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

const INITIAL_BYTES = 2 ** 16;
/** A buffer that one large batch enlarged beyond this is released. */
const MAX_RETAINED_BYTES = 2 ** 22;

/** Frames in memory that will be written together; reused from group to group. */
export class FrameBuffer {
  private buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  private used = 0;
  private frames = 0;

  /** Bytes of the frames. */
  get bytes(): number {
    return this.used;
  }

  /** Number of frames. */
  get count(): number {
    return this.frames;
  }

  /** The frames, as a view that the next change of this buffer invalidates. */
  get content(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  /** Appends one payload as a frame. */
  add(payload: string): void {
    this.reserve(HEADER_BYTES + payload.length * MAX_BYTES_PER_UNIT);
    const length = this.buffer.write(payload, this.used + HEADER_BYTES);
    this.used = writeHeader(this.buffer, this.used, length);
    this.frames += 1;
  }

  /** Drops the frames after the first `count`, which take `bytes`. */
  truncate(bytes: number, count: number): void {
    this.used = bytes;
    this.frames = count;
  }

  /** Drops every frame. */
  clear(): void {
    this.truncate(0, 0);
    if (this.buffer.length > MAX_RETAINED_BYTES) this.buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.used + bytes));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}

/** Writes the header of the payload at `offset + HEADER_BYTES`; returns where the frame ends. */
function writeHeader(buffer: Buffer, offset: number, payloadBytes: number): number {
  const start = offset + HEADER_BYTES;
  const end = start + payloadBytes;
  buffer.writeUInt32LE(payloadBytes, offset);
  buffer.writeUInt32LE(crc32(buffer.subarray(start, end)), offset + 4);
  return end;
}

type End = 'complete' | 'unused' | 'partial' | 'corrupt';

/** The whole frames in some bytes. */
export interface Frames {
  /** Payloads, as views of the bytes given. */
  readonly payloads: readonly Buffer[];
  /** Bytes up to the end of the last frame. */
  readonly bytes: number;
  /** Those of them that belong to no frame. */
  readonly damagedBytes: number;
  /** What follows the last frame: nothing, only zeros, a frame that runs past the end, or a wrong length or checksum. */
  readonly end: End;
}

/** Reads all whole frames. After a damaged one it continues with the next that has a valid length and checksum. */
export function readFrames(buffer: Buffer): Frames {
  const payloads: Buffer[] = [];
  let [bytes, damagedBytes] = [0, 0];
  for (;;) {
    const frame = frameAt(buffer, bytes);
    if (typeof frame !== 'string') {
      payloads.push(frame);
      bytes += HEADER_BYTES + frame.length;
      continue;
    }
    const next = frame === 'complete' || frame === 'unused' ? undefined : findFrame(buffer, bytes + 1);
    if (next === undefined) return { payloads, bytes, damagedBytes, end: frame };
    damagedBytes += next - bytes;
    bytes = next;
  }
}

/** The payload of the frame that begins at `offset`, or why there is none. */
function frameAt(buffer: Buffer, offset: number): Buffer | End {
  if (offset === buffer.length) return 'complete';
  const start = offset + HEADER_BYTES;
  if (start > buffer.length) return isZero(buffer, offset) ? 'unused' : 'partial';
  const length = buffer.readUInt32LE(offset);
  if (length === 0 && isZero(buffer, offset)) return 'unused';
  if (length === 0 || length > MAX_PAYLOAD_BYTES) return 'corrupt';
  if (start + length > buffer.length) return 'partial';
  const payload = buffer.subarray(start, start + length);
  return crc32(payload) === buffer.readUInt32LE(offset + 4) ? payload : endOf(payload);
}

/**
 * Where the first valid frame at or after `from` begins. JSON text contains no byte below 0x20, but the last byte of every
 * length is below it, so no frame is found inside the payload of another.
 */
function findFrame(buffer: Buffer, from: number): number | undefined {
  for (let offset = from; offset + HEADER_BYTES < buffer.length; offset += 1) {
    if (buffer[offset + 3]! > MAX_LENGTH_LAST_BYTE || buffer[offset + HEADER_BYTES] !== OPENING_BRACE)
      continue;
    if (typeof frameAt(buffer, offset) !== 'string') return offset;
  }
  return undefined;
}

/** Payloads are JSON and have no zero byte: one that ends with zeros was cut short before unused room. */
function endOf(payload: Buffer): 'partial' | 'corrupt' {
  return payload.at(-1) === 0 ? 'partial' : 'corrupt';
}

function isZero(buffer: Buffer, from: number): boolean {
  return buffer.subarray(from).equals(Buffer.alloc(buffer.length - from));
}
