import { expect, test } from '@jest/globals';
import { fromHalf, toHalf } from './half-precision.js';

/** `numpy.float64(x).astype(numpy.float16).view(numpy.uint16)` of numpy 2.4.6. */
test.each([
  [0.1, 0x2e66],
  [1 / 3, 0x3555],
  [65504, 0x7bff],
  [65519.99, 0x7bff],
  [65520, 0x7c00],
  [2 ** -25, 0x0000],
  [2.980232536792755e-8, 0x0001],
  [6e-8, 0x0001],
  [2049, 0x6800],
  [2051, 0x6802],
  [1e-8, 0x0000],
  [-0, 0x8000],
  [-1.5, 0xbe00],
  [6.103515625e-5, 0x0400],
  [6.101e-5, 0x0400],
  [1.00048828125, 0x3c00],
  [1.0004882812500002, 0x3c01],
  [3e38, 0x7c00],
  [-Infinity, 0xfc00],
])('%d is rounded to the nearest number of half precision, ties to even', (value, bits) => {
  expect(toHalf([value])[0]).toBe(bits);
});

test('every number of half precision becomes a number and its bits again', () => {
  const finite = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits).filter(
    (bits) => (bits & 0x7c00) !== 0x7c00,
  );
  expect(toHalf(fromHalf(finite))).toEqual(finite);
  expect(fromHalf(Uint16Array.of(0x7c00, 0xfc00, 0x7e00, 0x0001))).toEqual(
    Float32Array.of(Infinity, -Infinity, NaN, 2 ** -24),
  );
  expect(toHalf([NaN])[0]! & 0x7c00).toBe(0x7c00);
});
