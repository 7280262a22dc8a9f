import { expect, test } from '@jest/globals';
import { type Domain, plotScale } from './scale.js';

test.each<[Domain, number, number[]]>([
  [[0, 0.36], 2, [0, 0.2, 0.4]],
  [[0, 1], 2, [0, 0.5, 1]],
  [[12, 37], 3, [10, 20, 30, 40]],
  [[5, 5], 2, [5]],
])('the ticks of %j in about %i steps are %j', (domain, steps, expected) => {
  expect(plotScale(domain, [0, 100]).nice(steps).ticks(steps)).toEqual(expected);
});

test('a scale of one value places it in the middle', () => {
  expect(plotScale([3, 3], [0, 10])(3)).toBe(5);
});

test('coordinates have one decimal', () => {
  expect(plotScale([0, 4], [100, 0])(1)).toBe(75);
  expect(plotScale([0, 3], [0, 100])(1)).toBe(33.3);
});
