import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { deferred } from './deferred.js';
import { settledWithin, sleep, TimedOut, withTimeout } from './timeout.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

test('work that ends in time resolves or rejects as it does', async () => {
  expect(await withTimeout(100, 'adding', () => Promise.resolve(3))).toBe(3);
  const failure = new Error('broken');
  await expect(withTimeout(100, 'adding', () => Promise.reject(failure))).rejects.toBe(failure);
});

test('work that takes too long is named, and its signal is aborted', async () => {
  let signal: AbortSignal | undefined;
  const result = withTimeout(100, 'adding', (given) => {
    signal = given;
    return deferred().promise;
  }).catch((error: unknown) => error);
  await jest.advanceTimersByTimeAsync(100);
  const error = await result;
  expect(error).toBeInstanceOf(TimedOut);
  expect((error as TimedOut).message).toBe('adding took longer than 100 ms');
  expect(signal?.reason).toBe(error);
});

test('work that fails after it timed out rejects nowhere else', async () => {
  const work = deferred();
  const result = expect(withTimeout(100, 'adding', () => work.promise)).rejects.toBeInstanceOf(TimedOut);
  await jest.advanceTimersByTimeAsync(100);
  await result;
  work.reject(new Error('too late'));
  await jest.advanceTimersByTimeAsync(0);
});

test('tells how a promise stands when the time is up', async () => {
  expect(await settledWithin(100, Promise.resolve())).toBe('fulfilled');
  expect(await settledWithin(100, Promise.reject(new Error('broken')))).toBe('rejected');
  const pending = settledWithin(100, deferred().promise);
  await jest.advanceTimersByTimeAsync(100);
  expect(await pending).toBe('pending');
});

test('sleep ends after its time, or when it is aborted', async () => {
  const abort = new AbortController();
  const sleeps = Promise.all([sleep(100), sleep(10_000, abort.signal)]);
  await jest.advanceTimersByTimeAsync(100);
  abort.abort();
  await sleeps;
  await sleep(10_000, abort.signal);
});
