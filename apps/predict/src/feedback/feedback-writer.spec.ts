import { expect, test } from '@jest/globals';
import { FeedbackWriter } from './feedback-writer.js';
import type { Label, PlacedLabel } from './labels.js';

/** Keeps the groups it is given until the spec lets each of them end. */
class HeldRepository {
  readonly groups: (readonly Label[])[] = [];
  private readonly gates: ((error?: Error) => void)[] = [];

  save(labels: readonly Label[]): Promise<readonly PlacedLabel[]> {
    this.groups.push(labels);
    return new Promise((resolve, reject) => {
      this.gates.push((error) =>
        error === undefined
          ? resolve(labels.map((label) => ({ ...label, status: 'recorded', position: 1, revision: 1 })))
          : reject(error),
      );
    });
  }

  /** Ends the oldest group, once there is one. */
  async end(error?: Error): Promise<void> {
    while (this.gates.length === 0) await new Promise((resolve) => setImmediate(resolve));
    this.gates.shift()!(error);
  }
}

const labels = (...ids: string[]): Label[] =>
  ids.map((id) => ({ id, model: 'toy', version: 1, predicted: 'yes', actual: 'no' }));

test('writes what waits together and gives every request its own labels back', async () => {
  const repository = new HeldRepository();
  const writer = new FeedbackWriter(repository);
  const saves = [labels('a'), labels('b', 'c'), labels('d')].map((request) => writer.save(request));
  await repository.end();
  await saves[0];
  await repository.end();
  const placed = await Promise.all(saves);
  expect(repository.groups.map((group) => group.map(({ id }) => id))).toEqual([['a'], ['b', 'c', 'd']]);
  expect(placed.map((request) => request.map(({ id }) => id))).toEqual([['a'], ['b', 'c'], ['d']]);
});

test('fails those whose transaction failed and goes on with the rest', async () => {
  const repository = new HeldRepository();
  const writer = new FeedbackWriter(repository);
  const [failing, next] = [writer.save(labels('a')), writer.save(labels('b'))];
  await repository.end(new Error('lost'));
  await expect(failing).rejects.toThrow('lost');
  await repository.end();
  expect(await next).toHaveLength(1);
});

test('bounds a transaction but never splits a request', async () => {
  const repository = new HeldRepository();
  const writer = new FeedbackWriter(repository);
  const large = labels(...Array.from({ length: 6_000 }, (_, index) => String(index)));
  const saves = [writer.save(labels('first')), writer.save(large), writer.save(labels('last'))];
  for (const save of saves) {
    await repository.end();
    await save;
  }
  expect(repository.groups.map((group) => group.length)).toEqual([1, 6_000, 1]);
});
