import { expect, test } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

/** Keeps the groups that it receives until the test ends each of them. */
class HeldWriter {
  readonly groups: (readonly string[])[] = [];
  private readonly gates: ((error?: Error) => void)[] = [];

  readonly write = (items: readonly string[]): Promise<readonly string[]> => {
    this.groups.push(items);
    return new Promise((resolve, reject) => {
      this.gates.push((error) =>
        error === undefined ? resolve(items.map((item) => `${item} written`)) : reject(error),
      );
    });
  };

  /** Ends the oldest group, once there is one. */
  async end(error?: Error): Promise<void> {
    while (this.gates.length === 0) await new Promise((resolve) => setImmediate(resolve));
    this.gates.shift()?.(error);
  }
}

function heldCommit(maxItems = 5_000) {
  const writer = new HeldWriter();
  return { writer, commit: new GroupCommit(maxItems, writer.write) };
}

test('writes waiting requests together and returns to each its own results', async () => {
  const { writer, commit } = heldCommit();
  const requests = [['a'], ['b', 'c'], ['d']].map((items) => commit.add(items));
  await writer.end();
  await requests[0];
  await writer.end();
  const results = await Promise.all(requests);
  expect(writer.groups).toEqual([['a'], ['b', 'c', 'd']]);
  expect(results).toEqual([['a written'], ['b written', 'c written'], ['d written']]);
});

test('rejects the requests of a group that failed, and continues with the next group', async () => {
  const { writer, commit } = heldCommit();
  const [failing, next] = [commit.add(['a']), commit.add(['b'])];
  await writer.end(new Error('lost'));
  await expect(failing).rejects.toThrow('lost');
  await writer.end();
  expect(await next).toHaveLength(1);
});

test('limits the size of a group but never splits a request', async () => {
  const { writer, commit } = heldCommit();
  const large = Array.from({ length: 6_000 }, (_, index) => String(index));
  for (const request of [commit.add(['first']), commit.add(large), commit.add(['last'])]) {
    await writer.end();
    await request;
  }
  expect(writer.groups.map((group) => group.length)).toEqual([1, 6_000, 1]);
});
