import { createHash } from 'node:crypto';

/** Added to the counter for each number: 2^32 divided by the golden ratio. */
const STEP = 0x9e3779b9;

/**
 * Pseudo-random numbers that are the same for the same seed: a counter under the finalizer of MurmurHash3. Each purpose
 * has a stream of its own, so that drawing more for one does not change what another one gets.
 */
export class Random {
  private counter: number;

  constructor(seed: number, purpose: string) {
    this.counter = createHash('sha256').update(`${seed} ${purpose}`).digest().readInt32LE();
  }

  /** From 0 up to, but without, 1. */
  next(): number {
    this.counter = (this.counter + STEP) | 0;
    let bits = this.counter;
    bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  }

  /** True in this share of all calls. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of the values, each equally likely. @throws RangeError without values */
  pick<Value extends NonNullable<unknown>>(values: readonly Value[]): Value {
    const value = values[Math.floor(this.next() * values.length)];
    if (value === undefined) throw new RangeError('There is no value to pick');
    return value;
  }
}
