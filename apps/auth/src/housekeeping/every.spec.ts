import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { every } from './every.js';

beforeEach(() => {
  jest.useFakeTimers();
  Logger.overrideLogger(false);
});
afterEach(() => {
  jest.useRealTimers();
  Logger.overrideLogger(['log', 'warn', 'error']);
});

test('a job runs every period until it is stopped, also after a failure', async () => {
  const job = jest.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('broken')).mockResolvedValue();
  const stop = every(1_000, 'Test', job);
  await jest.advanceTimersByTimeAsync(3_000);
  expect(job).toHaveBeenCalledTimes(3);
  stop();
  await jest.advanceTimersByTimeAsync(3_000);
  expect(job).toHaveBeenCalledTimes(3);
});

test('a job that takes longer than its period never runs twice at once', async () => {
  let finish = () => {};
  const job = jest.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const stop = every(1_000, 'Test', job);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(job).toHaveBeenCalledTimes(1);
  finish();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(job).toHaveBeenCalledTimes(2);
  stop();
});
