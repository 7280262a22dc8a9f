import { expect, test } from '@jest/globals';
import { principalComponents, residualLengths } from './principal-components.js';
import { complementOf, projectedSquares } from './projection.js';

/** So many rows that blocks of rows are left over, drawn without randomness, each column a mixture of others. */
function mixedColumns(width: number, noise: number): Float64Array[] {
  return Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: 75 }, (__, row) => {
      return (
        Math.sin(row * row) * (column + 1) + Math.cos(row * 3 + column) + noise * Math.sin(7 ** column * row)
      );
    }),
  );
}

/** Takes one direction after the other out of every row. */
function lengthsLeft(columns: readonly Float64Array[], directions: readonly (readonly number[])[]): number[] {
  return Array.from(columns[0]!, (_, row) => {
    const rest = columns.map((column) => column[row]!);
    for (const direction of directions) {
      const along = direction.reduce((sum, weight, index) => sum + weight * rest[index]!, 0);
      direction.forEach((weight, index) => (rest[index]! -= along * weight));
    }
    return Math.hypot(...rest);
  });
}

test.each([
  [7, 0.5, 1],
  [7, 0.9, 1],
  [7, 0.999, 1],
  [7, 0.99, 1e-3],
  [13, 0.6, 3],
  [13, 0.95, 3],
])(
  'of %d columns what components of a share of %d leave is the same whichever way',
  (width, share, noise) => {
    const columns = mixedColumns(width, noise);
    const components = principalComponents(columns, share);
    const expected = lengthsLeft(columns, components);
    const measured = residualLengths(columns, components);
    for (const [row, length] of expected.entries()) expect(measured[row]).toBeCloseTo(length, 12);
  },
);

test('a row all but in the plane keeps the digits of its distance', () => {
  const columns = [3, 4, 1e-9, 0].map((value) => Float64Array.of(value, 2 * value));
  const plane = [[0.6, 0.8, 0, 0]];
  expect([...residualLengths(columns, plane)]).toEqual([expect.closeTo(1e-9, 20), expect.closeTo(2e-9, 20)]);
});

test('rows wholly in the plane are at distance 0, with few components and with all', () => {
  const columns = [3, 4, 0, 0].map((value) => Float64Array.of(value, value / 3));
  const axes = columns.map((_, axis) => columns.map((__, index) => Number(index === axis)));
  for (const components of [[[0.6, 0.8, 0, 0]], axes.slice(0, 3), axes]) {
    expect([...residualLengths(columns, components)]).toEqual([0, 0]);
  }
});

test('the directions beside the plane are orthonormal and hold what the plane does not', () => {
  const columns = mixedColumns(9, 2);
  const components = principalComponents(columns, 0.9);
  const all = [...components, ...complementOf(components, 9)];
  expect(all).toHaveLength(9);
  for (const [i, left] of all.entries()) {
    for (const [j, right] of all.entries()) {
      const product = left.reduce((sum, weight, index) => sum + weight * right[index]!, 0);
      expect(product).toBeCloseTo(Number(i === j), 13);
    }
  }
  const whole = projectedSquares(columns, all);
  for (const [row, square] of whole.entries()) {
    expect(square).toBeCloseTo(
      columns.reduce((sum, column) => sum + column[row]! ** 2, 0),
      9,
    );
  }
});
