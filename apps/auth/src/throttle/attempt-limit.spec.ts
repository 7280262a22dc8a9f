import { describe, expect, test } from '@jest/globals';
import { addSeconds } from '@plumbline/tasks';
import { type Attempts, secondsBlocked, withFailure } from './attempt-limit.js';

const limit = { freeFailures: 3, maxDelayS: 60, forgetAfterS: 3_600 };
const start = new Date('2026-01-01T00:00:00Z');
const none: Attempts = { failures: 0, lastFailedAt: null, blockedUntil: null };

describe('withFailure', () => {
  test('blocks from the last free failure on, twice as long each time up to the greatest delay', () => {
    const delays = [];
    let attempts = none;
    for (let count = 0; count < 12; count += 1) {
      attempts = withFailure(attempts, limit, start);
      delays.push(secondsBlocked(attempts, start));
    }
    expect(delays).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  });

  test('stays at the greatest delay after any number of failures', () => {
    const many = { ...none, failures: 1_000_000, lastFailedAt: start };
    expect(secondsBlocked(withFailure(many, limit, start), start)).toBe(60);
  });

  test('begins anew once the last failure is forgotten, not a moment before', () => {
    const attempts = { failures: 5, lastFailedAt: start, blockedUntil: addSeconds(start, 4) };
    expect(withFailure(attempts, limit, addSeconds(start, 3_599.999)).failures).toBe(6);
    expect(withFailure(attempts, limit, addSeconds(start, 3_600)).failures).toBe(1);
  });
});

describe('secondsBlocked', () => {
  test('rounds up, so that waiting as long as told is enough', () => {
    const attempts = { ...none, blockedUntil: addSeconds(start, 2) };
    expect(secondsBlocked(attempts, addSeconds(start, 0.001))).toBe(2);
    expect(secondsBlocked(attempts, addSeconds(start, 1))).toBe(1);
    expect(secondsBlocked(attempts, addSeconds(start, 2))).toBe(0);
    expect(secondsBlocked(none, start)).toBe(0);
  });
});
