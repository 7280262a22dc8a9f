import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Backoff, retry } from './retry.js';

describe('Backoff', () => {
  test('doubles the pause up to its maximum, and starts over after a reset', () => {
    const backoff = new Backoff(100, 500, () => 1);
    expect([1, 2, 3, 4].map(() => backoff.nextMs())).toEqual([100, 200, 400, 500]);
    backoff.reset();
    expect(backoff.nextMs()).toBe(100);
  });

  test('spreads a pause over its upper half', () => {
    expect(new Backoff(100, 500, () => 0).nextMs()).toBe(50);
    expect(new Backoff(100, 500, () => 0.5).nextMs()).toBe(75);
  });
});

describe('retry', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const away = new Error('away');
  const failing = (times: number) => {
    const attempt = jest.fn<() => Promise<string>>().mockResolvedValue('done');
    for (let failures = 0; failures < times; failures += 1) attempt.mockRejectedValueOnce(away);
    return attempt;
  };

  test('attempts until it succeeds, and reports each failure', async () => {
    const [attempt, onRetry] = [failing(2), jest.fn()];
    const result = retry(attempt, { pauseMs: 100, onRetry });
    await jest.advanceTimersByTimeAsync(200);
    expect(await result).toBe('done');
    expect(onRetry.mock.calls).toEqual([[away], [away]]);
  });

  test('rejects at once with an error that no further attempt can help', async () => {
    const attempt = failing(1);
    await expect(retry(attempt, { pauseMs: 100, isTransient: () => false })).rejects.toBe(away);
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  test('rejects with the last error when the next attempt would be too late', async () => {
    const attempt = failing(10);
    const result = expect(retry(attempt, { pauseMs: 100, patienceMs: 250 })).rejects.toBe(away);
    await jest.advanceTimersByTimeAsync(10_000);
    await result;
    expect(attempt).toHaveBeenCalledTimes(3);
  });

  test('rejects with the last error when it is aborted during a pause', async () => {
    const [attempt, abort] = [failing(1), new AbortController()];
    const result = expect(retry(attempt, { pauseMs: 100, signal: abort.signal })).rejects.toBe(away);
    await jest.advanceTimersByTimeAsync(50);
    abort.abort();
    await result;
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  test('pauses as long as the backoff says', async () => {
    const attempt = failing(2);
    const result = retry(attempt, { pauseMs: new Backoff(100, 1_000, () => 1) });
    await jest.advanceTimersByTimeAsync(299);
    expect(attempt).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(await result).toBe('done');
  });
});
