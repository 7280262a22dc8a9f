import { expect, test } from '@jest/globals';
import { itemAt, MersenneTwister } from '../statistics/index.js';
import { leadingDirections } from './leading-directions.js';
import { principalComponents } from './principal-components.js';

const ROWS = 400;

/** Columns that follow a few common factors, each weaker than the one before, and noise of their own. */
function factorColumns(width: number, factors: number): Float64Array[] {
  const random = new MersenneTwister(7);
  const draw = () => random.next() / 2 ** 31 - 1;
  const common = Array.from({ length: factors }, () => Array.from({ length: ROWS }, draw));
  return Array.from({ length: width }, () => {
    const weights = common.map((_, factor) => draw() * 0.6 ** factor);
    return centred(
      Float64Array.from({ length: ROWS }, (_, row) => {
        return (
          0.01 * draw() + common.reduce((sum, values, f) => sum + itemAt(weights, f) * itemAt(values, row), 0)
        );
      }),
    );
  });
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  return values.map((value) => value - mean);
}

const product = (left: readonly number[], right: readonly number[]) =>
  left.reduce((sum, value, index) => sum + value * itemAt(right, index), 0);

test('leading directions are the principal components where variances decrease', () => {
  const columns = factorColumns(40, 5);
  const exact = principalComponents(columns, 0.999);
  const { directions, variances } = leadingDirections(columns, 5);
  for (const [index, direction] of directions.entries()) {
    expect(Math.abs(product(direction, itemAt(exact, index)))).toBeCloseTo(1, 6);
  }
  expect([...variances].sort((a, b) => b - a)).toEqual(variances);
});

test('directions are orthonormal, also where columns repeat each other', () => {
  const few = factorColumns(6, 2);
  const columns = Array.from({ length: 24 }, (_, index) => itemAt(few, index % 6));
  const { directions } = leadingDirections(columns, 4);
  for (const [i, left] of directions.entries()) {
    for (const [j, right] of directions.entries())
      expect(product(left, right)).toBeCloseTo(Number(i === j), 10);
  }
});

test('of more than a hundred columns, components are those that exceed the share of the variance', () => {
  const columns = factorColumns(130, 3);
  expect(principalComponents(columns, 0.65).length).toBeLessThanOrEqual(3);
});
