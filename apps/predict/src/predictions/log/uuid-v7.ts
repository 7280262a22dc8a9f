import { randomFillSync } from 'node:crypto';

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const MAX_SEQUENCE = 0xfff;
/** A clock that goes back by more was wrong before. Its ids would otherwise go to the partition of a later day until then. */
const MAX_STEP_BACK_MS = 60_000;

/**
 * Generates UUIDs of version 7 (RFC 9562, 5.7, method 1 of 6.2): the milliseconds since the epoch, a sequence of 12 bits, 62
 * random bits. `nowMs` returns those milliseconds. The ids of one generator ascend as text: when the sequence is used up or the
 * clock goes back by up to a minute, the timestamp continues from the last id.
 */
export function createUuidV7(nowMs: () => number): () => string {
  const random = new Uint8Array(4096);
  let used = random.length;
  let timeMs = 0;
  let sequence = 0;
  return () => {
    const clockMs = nowMs();
    if (clockMs > timeMs || clockMs < timeMs - MAX_STEP_BACK_MS) [timeMs, sequence] = [clockMs, 0];
    else if (++sequence > MAX_SEQUENCE) [timeMs, sequence] = [timeMs + 1, 0];
    if (used === random.length) {
      randomFillSync(random);
      used = 0;
    }
    const start = used;
    used += 8;
    const time = timeMs.toString(16).padStart(12, '0');
    const counter = sequence.toString(16).padStart(3, '0');
    const variant = hex[((random[start] as number) & 0x3f) | 0x80] as string;
    let node = '';
    for (let at = start + 2; at < used; at++) node += hex[random[at] as number];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${variant}${hex[random[start + 1] as number]}-${node}`;
  };
}

/** The milliseconds since the epoch in a UUIDv7. */
export function timeOfUuidV7(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The smallest UUID with these milliseconds since the epoch: all ids of earlier moments are smaller. */
export function smallestUuidAt(timeMs: number): string {
  const time = timeMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
