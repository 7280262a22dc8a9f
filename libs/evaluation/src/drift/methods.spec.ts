import { expect, test } from '@jest/globals';
import { driftTests } from '../drift-tests/index.js';
import { categorical, numeric } from '../samples/index.js';
import { featureDrift } from './feature-drift.js';
import * as methods from './methods.js';

const [reference, current] = [
  [1, 2, 3, 4, 5, 6, 7],
  [2, 3, 4, 5, 6, 7, 9],
];

test('every drift test can be called by its name', () => {
  expect(Object.keys(methods).sort()).toEqual(Object.keys(driftTests).sort());
});

test.each(Object.entries(methods))('%s gives what featureDrift gives for its samples', (name, method) => {
  const kind = driftTests[name as keyof typeof driftTests].kinds[0] === 'numerical' ? numeric : categorical;
  const options = { mode: 'robust', method: name as keyof typeof driftTests, threshold: 0.3 } as const;
  const twoValues = name === 'fisher_exact';
  const [left, right] = twoValues
    ? [
        [1, 1, 2, 2],
        [1, 2, 2, 2],
      ]
    : [reference, current];
  const wanted = featureDrift(kind(left), kind(right), options);
  expect(method(left, right, { threshold: 0.3 })).toEqual(wanted);
  expect(method(kind(left), kind(right), { threshold: 0.3 })).toEqual(wanted);
  expect(wanted.method).toBe(name);
});

test('numbers and texts are told apart by their values', () => {
  expect(methods.psi(['a', 'b'], ['a', 'a']).score).toBeGreaterThan(0);
  expect(() => methods.ks(['a', 'b'], ['a', 'b'])).toThrow('does not apply');
  expect(() => methods.psi([1, 2], ['a', 'b'])).toThrow('different types');
});

test('an unknown method is named', () => {
  expect(() => featureDrift(reference, current, { method: 'kolmogorov' as 'ks' })).toThrow(
    new RangeError('there is no method "kolmogorov"'),
  );
});
