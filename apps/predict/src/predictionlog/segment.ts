import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Frames, readFrames } from './frame.js';

/** One file of the spool. Up to `bytes` it holds whole frames that are durable. */
export interface Segment {
  readonly path: string;
  bytes: number;
  records: number;
  /** Whether nothing will be appended any more. */
  sealed: boolean;
  /** What ends its replay early: a frame cut short, or one whose checksum is wrong. */
  damage?: 'torn' | 'corrupt';
}

const CHUNK_BYTES = 2 ** 20;

/** Reads the whole frames of a segment from `offset` on: about `wantedBytes` of them, at least one frame. */
export async function readSegment(segment: Segment, offset: number, wantedBytes: number): Promise<Frames> {
  const file = await open(segment.path, constants.O_RDONLY);
  try {
    return await readWholeFrames(file, offset, segment.bytes, wantedBytes);
  } finally {
    await file.close();
  }
}

/**
 * Checks a segment that a stopped process left. Its replay ends at the first frame that is cut short (what a power
 * cut leaves of records nobody was told about) or whose checksum is wrong.
 */
export async function scanSegment(path: string): Promise<Segment> {
  const file = await open(path, constants.O_RDONLY);
  try {
    const { size } = await file.stat();
    return await scanFrames(file, size, { path, bytes: 0, records: 0, sealed: true });
  } finally {
    await file.close();
  }
}

async function scanFrames(file: FileHandle, size: number, segment: Segment): Promise<Segment> {
  while (segment.bytes < size) {
    const frames = await readWholeFrames(file, segment.bytes, size, CHUNK_BYTES);
    segment.bytes += frames.bytes;
    segment.records += frames.payloads.length;
    if (frames.end === 'corrupt') return { ...segment, damage: 'corrupt' };
    if (frames.bytes === 0) return frames.end === 'unused' ? segment : { ...segment, damage: 'torn' };
  }
  return segment;
}

/** Widens the stretch until it holds a whole frame or reaches `end`. */
async function readWholeFrames(
  file: FileHandle,
  offset: number,
  end: number,
  bytes: number,
): Promise<Frames> {
  const length = Math.min(bytes, end - offset);
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  const frames = readFrames(buffer.subarray(0, bytesRead));
  const useful = frames.payloads.length > 0 || frames.end === 'corrupt';
  return useful || length === end - offset ? frames : readWholeFrames(file, offset, end, bytes * 2);
}
