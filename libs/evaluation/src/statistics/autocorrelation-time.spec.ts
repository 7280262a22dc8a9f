import { expect, test } from '@jest/globals';
import { autocorrelationTime } from './autocorrelation-time.js';
import { MersenneTwister } from './mersenne-twister.js';

function normals(seed: number): () => number {
  const twister = new MersenneTwister(seed);
  const uniform = () => (twister.next() + 0.5) / 2 ** 32;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Each value is `weight` times the one before plus chance: the time is (1 + weight)/(1 - weight). */
function series(rows: number, weight: number, seed: number): Float64Array {
  const next = normals(seed);
  let value = next();
  return Float64Array.from({ length: rows }, () => {
    value = weight * value + Math.sqrt(1 - weight ** 2) * next();
    return value;
  });
}

/** The middle of the times of forty series. */
function typicalTime(rows: number, weight: number): number {
  const times = Array.from({ length: 40 }, (_, seed) => autocorrelationTime(series(rows, weight, seed + 1)));
  return times.sort((one, other) => one - other)[20]!;
}

test('independent rows count as they are', () => {
  const times = Array.from({ length: 200 }, (_, seed) => autocorrelationTime(series(1_000, 0, seed + 1)));
  expect(times.filter((time) => time === 1).length).toBeGreaterThan(190);
  expect(Math.max(...times)).toBeLessThan(1.5);
});

test.each([
  [1_000, 0.5, 3],
  [1_000, 0.9, 19],
  [5_000, 0.9, 19],
])('%i rows with a correlation of %d count as fewer, with some caution', (rows, weight, time) => {
  expect(typicalTime(rows, weight) / time).toBeGreaterThan(0.95);
  expect(typicalTime(rows, weight) / time).toBeLessThan(1.6);
});

test('rows that alternate do not count as more', () => {
  expect(autocorrelationTime(series(1_000, -0.8, 3))).toBe(1);
});

test.each([0.3, 0.5, 0.7])('a step at %d of the window is no dependence', (share) => {
  const stepped = series(1_000, 0, 5).map((value, row) => value + (row < share * 1_000 ? 0 : 5));
  expect(autocorrelationTime(stepped)).toBeLessThan(1.5);
});

test('a constant series and a short one count as they are', () => {
  expect(autocorrelationTime(new Float64Array(1_000).fill(3))).toBe(1);
  expect(autocorrelationTime(Float64Array.of(1, 2, 3))).toBe(1);
  expect(autocorrelationTime(new Float64Array(0))).toBe(1);
});
