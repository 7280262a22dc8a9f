import { describe, expect, test } from '@jest/globals';
import { WorkQueue } from './work-queue.js';

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('WorkQueue', () => {
  test('runs as many jobs at once as allowed, in the order they came', async () => {
    const queue = new WorkQueue(2, 10);
    const gates = [gate(), gate(), gate(), gate()];
    const started: number[] = [];
    const done = gates.map(({ opened }, index) =>
      queue.run(() => {
        started.push(index);
        return opened;
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    gates[1]?.open();
    await done[1];
    expect(started).toEqual([0, 1, 2]);
    for (const { open } of gates) open();
    await Promise.all(done);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test('is full when all places and the whole queue are taken, and has room again afterwards', async () => {
    const queue = new WorkQueue(1, 1);
    const { opened, open } = gate();
    const jobs = [queue.run(() => opened)];
    expect(queue.isFull).toBe(false);
    jobs.push(queue.run(() => opened));
    expect(queue.isFull).toBe(true);
    open();
    await Promise.all(jobs);
    expect(queue.isFull).toBe(false);
  });

  test('goes on after a job that failed', async () => {
    const queue = new WorkQueue(1, 1);
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run(() => Promise.resolve('next'))).toBe('next');
  });
});
