import { describe, expect, test } from '@jest/globals';
import { addSeconds } from '@plumbline/tasks';
import { generateSigningKey, isRotationDue, publicJwk, signingKeyAt, stateOf } from './signing-key.js';

const DAY_S = 86_400;
const start = new Date('2026-01-01T00:00:00Z');
const at = (seconds: number) => addSeconds(start, seconds);
const schedule = { rotationDays: 30, publishAheadS: 900 };
const old = generateSigningKey(start, start);
const next = generateSigningKey(at(100), at(1_000));
const keys = [next, old];

describe('a signing key', () => {
  test('is published, signs, verifies and retires by the clock alone', () => {
    const states = [0, 999.999, 1_000, 1_000 + 3_659, 1_000 + 3_660].map((seconds) => [
      stateOf(old, keys, at(seconds)),
      stateOf(next, keys, at(seconds)),
      signingKeyAt(keys, at(seconds)) === old ? 'old' : 'next',
    ]);
    expect(states).toEqual([
      ['signing', 'next', 'old'],
      ['signing', 'next', 'old'],
      ['verifying', 'signing', 'next'],
      ['verifying', 'signing', 'next'],
      ['retired', 'signing', 'next'],
    ]);
  });

  test('is due for a successor early enough to publish that ahead', () => {
    expect(isRotationDue([], start, schedule)).toBe(true);
    expect(isRotationDue([old], at(30 * DAY_S - 901), schedule)).toBe(false);
    expect(isRotationDue([old], at(30 * DAY_S - 900), schedule)).toBe(true);
    expect(isRotationDue(keys, at(30 * DAY_S - 900), schedule)).toBe(false);
  });

  test('does not sign before its time', () => {
    expect(signingKeyAt([next], at(999))).toBeUndefined();
  });

  test('shows its public half only', () => {
    expect(Object.keys(publicJwk(old)).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(publicJwk(old).kid).toMatch(/^[\w-]{43}$/);
  });
});
