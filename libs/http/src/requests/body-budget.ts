import type { ServerResponse } from 'node:http';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { Overloaded } from '../problems/index.js';

/** A body takes up to this many times its size in memory when it is parsed, checked and encoded. */
const MEMORY_PER_BYTE = 8;
/** The share of memory for bodies; the rest is for models, the prediction log and everything else. */
const BODY_SHARE = 0.5;

/** Bodies up to this size are small; a quarter of the budget is reserved for them. */
const SMALL_BYTES = 65_536;
const LARGE_SHARE = 0.75;

/** How many bytes of bodies fit into memory: into the heap, and into half of the container or machine. */
export function bodyBytesInMemory(): number {
  const container = process.constrainedMemory() || Infinity;
  const memory = Math.min(getHeapStatistics().heap_size_limit, container / 2, totalmem() / 2);
  return Math.floor((memory * BODY_SHARE) / MEMORY_PER_BYTE);
}

/** Limits the bytes of all bodies that are being read or answered. */
export class BodyBudget {
  private bytes = 0;

  constructor(private readonly limitBytes: number) {}

  /**
   * The share of one request, until its response is closed. It is empty until bytes arrive; otherwise clients that only
   * announce a body would lock out all others.
   * @throws {Overloaded} when the declared size is more than is left.
   */
  claim(response: ServerResponse, declaredBytes: number): BodyClaim {
    let held = 0;
    let closed = false;
    const check = (bytes: number): void => {
      const large = Math.max(bytes, declaredBytes) > SMALL_BYTES;
      const limit = Math.floor(this.limitBytes * (large ? LARGE_SHARE : 1));
      // A body that is alone is always read; otherwise one larger than the limit could never be answered.
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

/** The share of one request in the budget. */
export interface BodyClaim {
  /** True once the response is closed and the share is released. */
  readonly closed: boolean;
  /** @throws {Overloaded} when that is more than is left. */
  growTo(bytes: number): void;
}
