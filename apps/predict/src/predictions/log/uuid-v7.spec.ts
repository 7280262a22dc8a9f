import { describe, expect, test } from '@jest/globals';
import { createUuidV7, smallestUuidAt, timeOfUuidV7 as timeOf } from './uuid-v7.js';

describe('createUuidV7', () => {
  test('makes ids of version 7 and of the RFC variant', () => {
    const next = createUuidV7(Date.now);
    for (let count = 0; count < 1_000; count++) {
      expect(next()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  test('begins with the ms since the epoch', () => {
    expect(timeOf(createUuidV7(() => 1_645_557_742_000)())).toBe(1_645_557_742_000);
    expect(createUuidV7(() => 1_645_557_742_000)()).toMatch(/^017f22e2-79b0-7/);
  });

  test('ids of one ms ascend and never repeat, also when the sequence of the ms is used up', () => {
    const next = createUuidV7(() => 1_000);
    const ids = Array.from({ length: 20_000 }, next);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    expect(timeOf(ids.at(-1) as string)).toBe(1_004);
  });

  test('ids ascend when the clock steps back', () => {
    const clock = [5_000, 4_000, 4_001, 5_000, 5_001];
    const next = createUuidV7(() => clock.shift() as number);
    const ids = [next(), next(), next(), next(), next()];
    expect(ids.toSorted()).toEqual(ids);
  });

  test('ids follow a clock that is set right after it was days ahead, and do not repeat', () => {
    const clock = [1_000_000, 900_000_000, 1_000_001, 1_000_001];
    const next = createUuidV7(() => clock.shift() as number);
    const ids = [next(), next(), next(), next()];
    expect(ids.map(timeOf)).toEqual([1_000_000, 900_000_000, 1_000_001, 1_000_001]);
    expect(new Set(ids).size).toBe(4);
  });

  test('every id is at or after the smallest one of its moment, and before that of the next', () => {
    const id = createUuidV7(() => 1_645_557_742_000)();
    expect([smallestUuidAt(1_645_557_742_000), id, smallestUuidAt(1_645_557_742_001)].toSorted()).toEqual([
      smallestUuidAt(1_645_557_742_000),
      id,
      smallestUuidAt(1_645_557_742_001),
    ]);
  });

  test('two generators do not make the same id', () => {
    const [one, other] = [createUuidV7(() => 1_000), createUuidV7(() => 1_000)];
    expect(one()).not.toBe(other());
  });
});
