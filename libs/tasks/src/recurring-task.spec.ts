import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { deferred } from './deferred.js';
import { RecurringTask, type RecurringTaskOptions } from './recurring-task.js';
import { Backoff } from './retry.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

function taskOf(options: Partial<RecurringTaskOptions> = {}) {
  const run = jest.fn<(signal: AbortSignal) => Promise<unknown>>();
  const onError = jest.fn<RecurringTaskOptions['onError']>();
  const task = new RecurringTask({ run, intervalMs: 1_000, onError, ...options });
  return { run, onError, task };
}

describe('a recurring task', () => {
  test('runs at its interval until it is stopped', async () => {
    const { run, task } = taskOf();
    task.start();
    await pass(999);
    expect(run).not.toHaveBeenCalled();
    await pass(2_001);
    expect(run).toHaveBeenCalledTimes(3);
    await task.stop();
    await pass(10_000);
    expect(run).toHaveBeenCalledTimes(3);
  });

  test('waits for its first delay, and starts again after a stop', async () => {
    const { run, task } = taskOf({ firstDelayMs: 0 });
    for (const runs of [1, 2]) {
      task.start();
      task.start();
      await pass(0);
      expect(run).toHaveBeenCalledTimes(runs);
      await task.stop();
    }
  });

  test('never runs twice at once: an interval begins at the end of a run', async () => {
    let over = deferred();
    const { run, task } = taskOf();
    run.mockImplementation(() => over.promise);
    task.start();
    await pass(5_000);
    expect(run).toHaveBeenCalledTimes(1);
    over.resolve();
    over = deferred();
    await pass(999);
    expect(run).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  test('keeps its rate when the interval is measured from the start of a run', async () => {
    const starts: number[] = [];
    const { run, task } = taskOf({ measuredFrom: 'start', firstDelayMs: 0 });
    run.mockImplementation(async () => {
      starts.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 400));
    });
    task.start();
    await pass(2_000);
    expect(starts.map((at) => at - starts[0]!)).toEqual([0, 1_000, 2_000]);
  });

  test('reports an error, runs again after the pause for failures, and reports the success', async () => {
    const onSuccess = jest.fn();
    const { run, onError, task } = taskOf({ retryMs: 100, onSuccess });
    const error = new Error('away');
    run.mockRejectedValueOnce(error);
    task.start();
    await pass(1_000);
    expect(onError).toHaveBeenCalledWith(error, 100);
    expect(onSuccess).not.toHaveBeenCalled();
    await pass(100);
    expect(run).toHaveBeenCalledTimes(2);
    expect(onSuccess).toHaveBeenCalledTimes(1);
  });

  test('backs off while it fails, and starts over after a success', async () => {
    const { run, onError, task } = taskOf({ retryMs: new Backoff(100, 300, () => 1), firstDelayMs: 0 });
    for (let failures = 0; failures < 4; failures += 1) run.mockRejectedValueOnce(new Error('away'));
    task.start();
    await pass(100 + 200 + 300 + 300);
    expect(run).toHaveBeenCalledTimes(5);
    run.mockRejectedValueOnce(new Error('away again'));
    await pass(1_000);
    expect(onError.mock.calls.map(([, nextMs]) => nextMs)).toEqual([100, 200, 300, 300, 100]);
  });

  test('stop aborts the signal and waits for the run under way', async () => {
    const over = deferred();
    let signal: AbortSignal | undefined;
    const { run, task } = taskOf({ firstDelayMs: 0 });
    run.mockImplementation((given) => {
      signal = given;
      return over.promise;
    });
    task.start();
    await pass(0);
    let stopped = false;
    const stopping = task.stop().then(() => (stopped = true));
    await pass(0);
    expect([signal?.aborted, stopped]).toEqual([true, false]);
    over.resolve();
    await stopping;
    await pass(10_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('runs now without a start, and once more for those who ask during a run', async () => {
    const runs = [deferred(), deferred()] as const;
    const { run, task } = taskOf();
    run.mockImplementationOnce(() => runs[0].promise).mockImplementationOnce(() => runs[1].promise);
    const first = task.runNow();
    await pass(0);
    const [second, third] = [task.runNow(), task.runNow()];
    runs[0].resolve();
    await first;
    await pass(0);
    expect(run).toHaveBeenCalledTimes(2);
    runs[1].resolve();
    await Promise.all([second, third]);
    expect(run).toHaveBeenCalledTimes(2);
  });

  test('running now moves the next scheduled run', async () => {
    const { run, task } = taskOf();
    task.start();
    await pass(900);
    await task.runNow();
    await pass(999);
    expect(run).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  test('without an interval it runs when asked, at the earliest moment asked for', async () => {
    const { run, task } = taskOf({ intervalMs: Infinity });
    task.start();
    await pass(100_000);
    task.runWithin(50);
    task.runWithin(100);
    await pass(50);
    expect(run).toHaveBeenCalledTimes(1);
    await pass(100_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('a run asked for during a run follows it', async () => {
    const { run, task } = taskOf({ intervalMs: Infinity, firstDelayMs: 0 });
    run.mockImplementationOnce(() => new Promise((resolve) => setTimeout(resolve, 30)));
    task.start();
    await pass(0);
    task.runWithin(50);
    await pass(49);
    expect(run).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  test('does not run for a request after the stop', async () => {
    const { run, task } = taskOf();
    task.start();
    await task.stop();
    task.runWithin(0);
    await pass(10_000);
    expect(run).not.toHaveBeenCalled();
  });

  test('asks a function for each interval', async () => {
    const intervals = [10, 20];
    const { run, task } = taskOf({ intervalMs: () => intervals.shift() ?? Infinity });
    task.start();
    await pass(10 + 20);
    expect(run).toHaveBeenCalledTimes(2);
    await pass(100_000);
    expect(run).toHaveBeenCalledTimes(2);
  });
});
