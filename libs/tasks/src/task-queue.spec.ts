import { describe, expect, test } from '@jest/globals';
import { deferred } from './deferred.js';
import { KeyedQueue, TaskQueue } from './task-queue.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('TaskQueue', () => {
  test('runs as many tasks at once as allowed, in the order in which they came', async () => {
    const queue = new TaskQueue(2);
    const gates = [deferred(), deferred(), deferred(), deferred()];
    const started: number[] = [];
    const done = gates.map(({ promise }, index) =>
      queue.run(() => {
        started.push(index);
        return promise;
      }),
    );
    await settled();
    expect(started).toEqual([0, 1]);
    gates[1]?.resolve();
    await done[1];
    expect(started).toEqual([0, 1, 2]);
    for (const { resolve } of gates) resolve();
    await Promise.all(done);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test('runs one task after the other by default', async () => {
    const [queue, first] = [new TaskQueue(), deferred()];
    const order: string[] = [];
    const done = [
      queue.run(() => first.promise.then(() => order.push('first'))),
      queue.run(() => Promise.resolve(order.push('second'))),
    ];
    await settled();
    first.resolve();
    await Promise.all(done);
    expect(order).toEqual(['first', 'second']);
  });

  test('is full when all places and the whole queue are taken, and has room again afterwards', async () => {
    const [queue, gate] = [new TaskQueue(1, 1), deferred()];
    const tasks = [queue.run(() => gate.promise)];
    expect(queue.isFull).toBe(false);
    tasks.push(queue.run(() => gate.promise));
    expect(queue.isFull).toBe(true);
    gate.resolve();
    await Promise.all(tasks);
    expect(queue.isFull).toBe(false);
  });

  test('goes on after a task that failed', async () => {
    const queue = new TaskQueue();
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run(() => Promise.resolve('next'))).toBe('next');
  });
});

describe('KeyedQueue', () => {
  test('runs tasks with the same key in turn, and does not delay other keys', async () => {
    const [queue, first] = [new KeyedQueue(), deferred<string>()];
    const started: string[] = [];
    const start = (name: string, result: Promise<string>) => () => {
      started.push(name);
      return result;
    };
    const answers = [
      queue.run('a', start('first', first.promise)),
      queue.run('a', start('second', Promise.resolve('2'))),
      queue.run('b', start('other', Promise.resolve('3'))),
    ];
    await settled();
    expect(started).toEqual(['first', 'other']);
    first.resolve('1');
    expect(await Promise.all(answers)).toEqual(['1', '2', '3']);
    expect(started).toEqual(['first', 'other', 'second']);
  });

  test('fails the tasks that wait behind a failed one, and not those that come later', async () => {
    const [queue, failing] = [new KeyedQueue(), deferred<string>()];
    const started: string[] = [];
    const waiting = () => Promise.resolve(String(started.push('waiting')));
    const answers = Promise.allSettled([queue.run('a', () => failing.promise), queue.run('a', waiting)]);
    failing.reject(new Error('outage'));
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(started).toEqual([]);
    expect(await queue.run('a', () => Promise.resolve('later'))).toBe('later');
  });
});
