import { expect, test } from '@jest/globals';
import {
  axisPercent,
  duration,
  figure,
  moment,
  NONE,
  percent,
  plural,
  score,
  shortened,
  times,
} from './figures.js';

test.each([
  [0, '0'],
  [-0, '0'],
  [0.01324, '0.0132'],
  [12.345, '12.3'],
  [1234.5, '1,235'],
  [4.1e-9, '4.1e-9'],
  [2.5e7, '2.5e+7'],
  [-52.44, '-52.4'],
])('%d reads %s', (value, text) => {
  expect(figure(value)).toBe(text);
});

test('a missing number is a dash in every form', () => {
  for (const nothing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect([figure, score, percent, times].map((form) => form(nothing))).toEqual([NONE, NONE, NONE, NONE]);
  }
  expect(moment(null)).toBe(NONE);
  expect(moment('yesterday')).toBe(NONE);
});

test.each([
  [0, '0 %'],
  [0.0001, '< 0.1 %'],
  [0.042, '4.2 %'],
  [0.0996, '10 %'],
  [1, '100 %'],
])('a share of %d reads %s', (share, text) => {
  expect(percent(share)).toBe(text.replace(/ %$/, '\u00A0%'));
});

test('a severity below the threshold never reads as 1.0×', () => {
  expect([0.94, 0.9999, 1, 4.44, 12.3, 1234].map(times)).toEqual([
    '0.9×',
    '0.99×',
    '1.0×',
    '4.4×',
    '12×',
    '> 99×',
  ]);
});

test('times are in UTC, durations in the largest unit that divides them', () => {
  expect(moment('2026-03-01T23:30:00+02:00')).toBe('1 Mar 2026, 21:30 UTC');
  expect([86_400, 7200, 90, 1].map(duration)).toEqual(['1 day', '2 hours', '90 seconds', '1 second']);
  expect(plural(1200, 'row')).toBe('1,200 rows');
});

test('a shortened text keeps whole characters', () => {
  expect(shortened('😀😀😀😀', 3)).toBe('😀😀…');
});

test('a share at an axis has no more digits than it needs', () => {
  expect(axisPercent(0.025)).toBe('2.5\u00A0%');
});
