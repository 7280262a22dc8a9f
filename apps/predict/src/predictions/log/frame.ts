import { crc32 } from 'node:zlib';

/** Length and CRC-32 of the payload, both 32 bits and little-endian, precede it. */
const HEADER_BYTES = 8;
/** No record is longer: a length above it is damage. */
const MAX_PAYLOAD_BYTES = 2 ** 26;
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

/** The whole frames at the start of some bytes. */
export interface Frames {
  /** Payloads, as views of the bytes given. */
  readonly payloads: readonly Buffer[];
  /** Bytes that the frames take. */
  readonly bytes: number;
  /** What follows them: nothing, only zeros, a frame that runs past the end, or a wrong length or checksum. */
  readonly end: 'complete' | 'unused' | 'partial' | 'corrupt';
}

/** Reads whole frames until the bytes end or a frame is damaged. */
export function readFrames(buffer: Buffer): Frames {
  const payloads: Buffer[] = [];
  let bytes = 0;
  while (buffer.length - bytes >= HEADER_BYTES) {
    const start = bytes + HEADER_BYTES;
    const length = buffer.readUInt32LE(bytes);
    if (length === 0 && isZero(buffer, bytes)) return { payloads, bytes, end: 'unused' };
    if (length === 0 || length > MAX_PAYLOAD_BYTES) return { payloads, bytes, end: 'corrupt' };
    if (start + length > buffer.length) return { payloads, bytes, end: 'partial' };
    const payload = buffer.subarray(start, start + length);
    if (crc32(payload) !== buffer.readUInt32LE(bytes + 4)) return { payloads, bytes, end: endOf(payload) };
    payloads.push(payload);
    bytes = start + length;
  }
  if (bytes === buffer.length) return { payloads, bytes, end: 'complete' };
  return { payloads, bytes, end: isZero(buffer, bytes) ? 'unused' : 'partial' };
}

/** Payloads are JSON and have no zero byte: one that ends with zeros was cut short before unused room. */
function endOf(payload: Buffer): 'partial' | 'corrupt' {
  return payload.at(-1) === 0 ? 'partial' : 'corrupt';
}

function isZero(buffer: Buffer, from: number): boolean {
  return buffer.subarray(from).equals(Buffer.alloc(buffer.length - from));
}
