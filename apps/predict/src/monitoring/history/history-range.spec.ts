import { describe, expect, test } from '@jest/globals';
import { historyRange, type RequestedRange } from './history-range.js';

const now = new Date('2026-03-01T12:00:30Z');
const rangeOf = (asked: RequestedRange, intervalMs = 10_000) => historyRange(asked, { now, intervalMs });

describe('the range of a history', () => {
  test('is the last 24 hours by default, in buckets that start at multiples of their length', () => {
    const { fromS, resolutionS, points } = rangeOf({});
    expect(new Date(fromS * 1000).toISOString()).toBe('2026-02-28T12:00:00.000Z');
    expect([resolutionS, points]).toEqual([300, 289]);
  });

  test.each([
    ['an hour', '2026-03-01T11:00:30Z', 60],
    ['a day', '2026-02-28T12:00:30Z', 300],
    ['a week, of which the older part is stored by quarters of an hour', '2026-02-22T12:00:30Z', 1_800],
    ['ninety days', '2025-12-01T12:00:30Z', 21_600],
  ])('has the finest resolution with at most 500 points: %s', (_, from, resolutionS) => {
    const range = rangeOf({ from });
    expect(range.resolutionS).toBe(resolutionS);
    expect(range.points).toBeLessThanOrEqual(500);
  });

  test('an hour of last week is answered in quarters of an hour, as it is stored', () => {
    const range = rangeOf({ from: '2026-02-20T10:00:00Z', to: '2026-02-20T11:00:00Z' });
    expect([range.resolutionS, range.points]).toEqual([900, 4]);
  });

  test('is not finer than evaluations are', () => {
    expect(rangeOf({ from: '2026-03-01T11:30:00Z' }, 240_000).resolutionS).toBe(300);
  });

  test.each([
    ['from: must be before', { from: '2026-03-02T00:00:00Z' }],
    ['from: must be at most 90 days before', { from: '2025-11-01T00:00:00Z' }],
    ['resolution: gives more than 500 points', { resolution: 60 }],
  ])('an error names the field and the rule: %s', (message, asked) => {
    expect(() => rangeOf(asked)).toThrow(message);
  });
});
