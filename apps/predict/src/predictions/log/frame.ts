import { crc32 } from 'node:zlib';

/** Length and CRC-32 of the payload, both 32 bits, little-endian, stand before it. */
export const HEADER_BYTES = 8;

/** No record is longer: a length above it is damage. */
const MAX_PAYLOAD_BYTES = 2 ** 26;

/** What a stretch of bytes holds from its start on. */
export interface Frames {
  /** Payloads of the whole frames, as views of the bytes given. */
  readonly payloads: readonly Buffer[];
  /** Bytes that those frames take. */
  readonly bytes: number;
  /** Why there are no more: the bytes are used up, only zeros follow, a frame runs past the end, or a checksum is wrong. */
  readonly end: 'complete' | 'unused' | 'partial' | 'corrupt';
}

/** Writes the header of a payload that already stands at `offset + HEADER_BYTES`; returns where the frame ends. */
export function sealFrame(buffer: Buffer, offset: number, payloadBytes: number): number {
  const start = offset + HEADER_BYTES;
  const end = start + payloadBytes;
  buffer.writeUInt32LE(payloadBytes, offset);
  buffer.writeUInt32LE(crc32(buffer.subarray(start, end)), offset + 4);
  return end;
}

/** Reads whole frames until the bytes end or one of them is not what was written. */
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

/** Payloads are JSON: one that ends in room that was never written over was cut short. */
function endOf(payload: Buffer): 'partial' | 'corrupt' {
  return payload.at(-1) === 0 ? 'partial' : 'corrupt';
}

function isZero(buffer: Buffer, from: number): boolean {
  return buffer.subarray(from).equals(Buffer.alloc(buffer.length - from));
}
