import { HEADER_BYTES, sealFrame } from './frame.js';

const INITIAL_BYTES = 2 ** 16;
/** A buffer that one large batch blew up is not kept. */
const KEPT_BYTES = 2 ** 22;
/** UTF-8 needs at most this many bytes for one UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

/** Frames in memory that wait to be written together; reused from group to group. */
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
    this.used = sealFrame(this.buffer, this.used, length);
    this.frames += 1;
  }

  /** Drops the frames that came after the first `count`, which take `bytes`. */
  truncate(bytes: number, count: number): void {
    this.used = bytes;
    this.frames = count;
  }

  /** Drops every frame. */
  clear(): void {
    this.truncate(0, 0);
    if (this.buffer.length > KEPT_BYTES) this.buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.used + bytes));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}
