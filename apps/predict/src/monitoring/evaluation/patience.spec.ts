import { expect, test } from '@jest/globals';
import { Patience } from './patience.js';

const named = (name: string) => ({ name, version: 1, features: [] });
const slow = named('slow');
const slower = named('slower');
const id = ({ name: model, version }: typeof slow) => ({ model, version });
const order = (patience: Patience) =>
  patience.inOrder([slow, slower, named('quick')]).map(({ name }) => name);

test('a version has twice the time after each failure, up to eight times, and the others have theirs', () => {
  const patience = new Patience();
  const times = [1, 2, 3, 4, 5].map(() => {
    patience.failed(id(slow));
    return patience.budgetMs(slow, 10_000);
  });
  expect(times).toEqual([20_000, 40_000, 80_000, 80_000, 80_000]);
  expect(patience.budgetMs(slower, 10_000)).toBe(10_000);
  patience.ended(id(slow));
  expect(patience.budgetMs(slow, 10_000)).toBe(10_000);
});

test('versions that failed most come last', () => {
  const patience = new Patience();
  for (const manifest of [slow, slow, slower]) patience.failed(id(manifest));
  expect(order(patience)).toEqual(['quick', 'slower', 'slow']);
  patience.ended(id(slow));
  expect(order(patience)).toEqual(['slow', 'quick', 'slower']);
});

test('a version that is removed and published again has not failed', () => {
  const patience = new Patience();
  patience.failed(id(slow));
  patience.inOrder([slower]);
  expect(patience.budgetMs(slow, 10_000)).toBe(10_000);
});
