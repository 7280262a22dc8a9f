import { describe, expect, test } from '@jest/globals';
import { NumericSample } from '../samples/index.js';
import { itemAt } from '../statistics/index.js';
import { quantileCounts } from './column-quantiles.js';

const wave = Array.from({ length: 3_000 }, (_, row) => 100 + Math.sin(row) / 3);
const third = 100 + 1 / 30;

describe('quantiles of a column', () => {
  const sample = NumericSample.of([...wave, ...Array<number>(600).fill(third)], { integer: false });
  const quantiles = quantileCounts(sample, 40);
  const values = Array.from(quantiles.values);
  const counts = Array.from(quantiles.counts);

  test('stand for every row, in ascending order', () => {
    expect(values.length).toBeLessThanOrEqual(40);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3_600);
    expect([...new Set(values)].sort((one, other) => one - other)).toEqual(values);
  });

  test('contain the extremes and a value of many rows as they are', () => {
    expect(values[0]).toBe(Math.min(...wave));
    expect(values.at(-1)).toBe(Math.max(...wave));
    expect(values).toContain(third);
  });

  test('are otherwise short, and within a ten-millionth of the range of a row', () => {
    const short = values.slice(1, -1).filter((value) => value !== third);
    for (const value of short) {
      expect(String(value).length).toBeLessThanOrEqual('100.12345678'.length);
      const nearest = Math.min(...wave.map((row) => Math.abs(row - value)));
      expect(nearest).toBeLessThan(1e-7 * (2 / 3));
    }
  });
});

test.each([
  ['whole numbers', (row: number) => 1e9 + row],
  ['numbers of a range below every decimal', (row: number) => row * 1e-300],
])('%s keep their values', (_what, valueOf) => {
  const rows = Array.from({ length: 500 }, (_, row) => valueOf(row));
  const { values } = quantileCounts(NumericSample.of(rows, { integer: false }), 40);
  expect(rows).toEqual(expect.arrayContaining(Array.from(values)));
});

test('values of several rows each keep all their digits, whatever share of the rows they have', () => {
  const pixels = Array.from({ length: 30 }, (_, level) => level / 29);
  const rows = Array.from({ length: 3_000 }, (_, row) => itemAt(pixels, row % 30));
  const { values } = quantileCounts(NumericSample.of(rows, { integer: false }), 40);
  expect(values).toEqual(pixels);
});
