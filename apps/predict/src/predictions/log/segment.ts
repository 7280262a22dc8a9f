import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Frames, readFrames } from './frame.js';
import { Scratch } from './scratch.js';

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

/** A stretch of a segment, and the memory it is read into. */
export interface Stretch {
  readonly offset: number;
  readonly wantedBytes: number;
  readonly scratch: Scratch;
}

/** Reads whole frames of a segment: about as many bytes as wanted, at least one frame; they live in the scratch. */
export async function readSegment(segment: Segment, stretch: Stretch): Promise<Frames> {
  const file = await open(segment.path, constants.O_RDONLY);
  try {
    return await readWholeFrames(file, segment.bytes, stretch);
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
  const scratch = new Scratch();
  while (segment.bytes < size) {
    const stretch = { offset: segment.bytes, wantedBytes: CHUNK_BYTES, scratch };
    const frames = await readWholeFrames(file, size, stretch);
    segment.bytes += frames.bytes;
    segment.records += frames.payloads.length;
    if (frames.end === 'corrupt') return { ...segment, damage: 'corrupt' };
    if (frames.bytes === 0) return frames.end === 'unused' ? segment : { ...segment, damage: 'torn' };
  }
  return segment;
}

/** Widens the stretch until it holds a whole frame or reaches `end`. */
async function readWholeFrames(file: FileHandle, end: number, stretch: Stretch): Promise<Frames> {
  const { offset, wantedBytes, scratch } = stretch;
  const length = Math.min(wantedBytes, end - offset);
  const buffer = scratch.take(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  const frames = readFrames(buffer.subarray(0, bytesRead));
  const useful = frames.payloads.length > 0 || frames.end === 'corrupt';
  if (useful || length === end - offset) return frames;
  return readWholeFrames(file, end, { ...stretch, wantedBytes: wantedBytes * 2 });
}
