import type { ServerResponse } from 'node:http';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { Overloaded } from './http.errors.js';

/** Parsed, checked and encoded, a body takes up to so many times its size. */
const MEMORY_PER_BYTE = 8;
/** The share of the memory that bodies may take; the rest is for models, the log and everything else. */
const BODY_SHARE = 0.5;

/** A body up to this size is small; a quarter of the budget is kept for those. */
const SMALL_BYTES = 65_536;
const LARGE_SHARE = 0.75;

/** The bytes of bodies that fit into the memory of the process: its heap, and half of its container or machine. */
export function bodyBytesInMemory(): number {
  const container = process.constrainedMemory() || Infinity;
  const memory = Math.min(getHeapStatistics().heap_size_limit, container / 2, totalmem() / 2);
  return Math.floor((memory * BODY_SHARE) / MEMORY_PER_BYTE);
}

/** Bounds the bytes of all bodies that are being read or answered, as they arrive. */
export class BodyBudget {
  private bytes = 0;

  constructor(private readonly limitBytes: number) {}

  /**
   * A share for one request, until its response is closed. It holds nothing until bytes arrive, or clients that only
   * declare a body would lock out all others.
   * @throws {Overloaded} when the declared size is more than is left.
   */
  claim(response: ServerResponse, declaredBytes: number): BodyClaim {
    let held = 0;
    let closed = false;
    const check = (bytes: number): void => {
      const large = Math.max(bytes, declaredBytes) > SMALL_BYTES;
      const limit = Math.floor(this.limitBytes * (large ? LARGE_SHARE : 1));
      // A body alone is always read, however small the limit, or it could never be answered.
      const alone = this.bytes === held;
      if (this.bytes + bytes - held > limit && !alone)
        throw new Overloaded(`${limit} bytes of request bodies`);
    };
    check(declaredBytes);
    response.once('close', () => {
      closed = true;
      this.bytes -= held;
    });
    return {
      get closed() {
        return closed;
      },
      growTo: (bytes) => {
        if (bytes <= held || closed) return;
        check(bytes);
        this.bytes += bytes - held;
        held = bytes;
      },
    };
  }
}

/** What one request holds of the budget. */
export interface BodyClaim {
  /** Whether the response is closed, and nothing is held any more. */
  readonly closed: boolean;
  /** @throws {Overloaded} when that is more than is left. */
  growTo(bytes: number): void;
}
