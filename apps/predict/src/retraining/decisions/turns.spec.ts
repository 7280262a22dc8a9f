import { expect, test } from '@jest/globals';
import { Turns } from './turns.js';

/** Work that ends when the test says so. */
function work() {
  let started = false;
  let [resolve, reject]: [(answer: string) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<string>((done, failed) => ([resolve, reject] = [done, failed]));
  return {
    run: () => {
      started = true;
      return promise;
    },
    resolve,
    reject,
    hasStarted: async () => {
      await new Promise((done) => setImmediate(done));
      return started;
    },
  };
}

test('work about one key waits for its turn, about another it does not', async () => {
  const turns = new Turns();
  const [first, second, other] = [work(), work(), work()];
  const answers = [turns.take('a', first.run), turns.take('a', second.run), turns.take('b', other.run)];
  expect(await other.hasStarted()).toBe(true);
  expect(await second.hasStarted()).toBe(false);
  first.resolve('1');
  expect(await second.hasStarted()).toBe(true);
  second.resolve('2');
  other.resolve('3');
  expect(await Promise.all(answers)).toEqual(['1', '2', '3']);
});

test('what waits behind work that fails fails with it, what comes later does not', async () => {
  const turns = new Turns();
  const [failing, waiting, later] = [work(), work(), work()];
  const answers = Promise.allSettled([turns.take('a', failing.run), turns.take('a', waiting.run)]);
  failing.reject(new Error('outage'));
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await waiting.hasStarted()).toBe(false);
  later.resolve('later');
  expect(await turns.take('a', later.run)).toBe('later');
});
