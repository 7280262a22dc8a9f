import { describe, expect, test } from '@jest/globals';
import type { Datatype } from '../tensors/index.js';
import { type Feature, type FeatureOf, typeOf } from './registry.js';

const date: FeatureOf<'date'> = { name: 'x', type: 'date', encoding: 'epoch_days' };
const seconds: FeatureOf<'date'> = { ...date, encoding: 'epoch_seconds' };

const problems = (feature: Feature, value: unknown) =>
  (typeOf(feature).valueSchema(feature, ['FP64']).safeParse(value).error?.issues ?? []).map(
    ({ message }) => message,
  );

/** Checked with Python's datetime. */
test.each<[string, Feature, Datatype, unknown]>([
  ['1970-01-01', date, 'FP64', 0],
  ['2024-02-29', date, 'FP64', 19_782],
  ['2024-02-29T12:00:00Z', date, 'FP64', 19_782.5],
  ['2024-02-29T12:00', date, 'FP64', 19_782.5],
  ['2024-02-29T23:00:00-02:00', date, 'FP64', 19_783 + 1 / 24],
  ['2024-02-29T12:00:00Z', date, 'INT64', 19_782n],
  ['1969-12-31T12:00:00Z', date, 'INT32', -1],
  ['2024-02-29T12:00:00.250Z', seconds, 'FP64', 1_709_208_000.25],
  ['2024-02-29T12:00:00Z', seconds, 'INT64', 1_709_208_000n],
])('%s becomes days or seconds since 1970', (value, feature, datatype, element) => {
  expect(typeOf(feature).misfit(feature, datatype)).toBeUndefined();
  expect(problems(feature, value)).toEqual([]);
  expect(typeOf(feature).encoder(feature, datatype)?.(value)).toEqual(element);
});

test.each([
  '2026-02-30',
  '2026-13-01',
  '31.01.2026',
  '2026-1-1',
  '2026-01-01T25:00',
  'Jan 1 2026',
  '2026-01-01 12:00',
  '',
])('%j is refused', (value) => {
  expect(problems(date, value)).toEqual([expect.stringMatching(/^must be a date or date-time of ISO 8601/)]);
});

test('a bound is a date, ends included', () => {
  const bounded = { ...date, minimum: '2026-01-01', maximum: '2026-12-31' };
  expect(problems(bounded, '2026-01-01')).toEqual([]);
  expect(problems(bounded, '2025-12-31T23:59:59Z')).toEqual(['must be 2026-01-01 or later']);
  expect(problems(bounded, '2026-12-31T00:00:01Z')).toEqual(['must be 2026-12-31 or earlier']);
  expect(typeOf(date).problems({ ...bounded, maximum: '2025-01-01' })).toEqual([
    'minimum is later than maximum',
  ]);
});

describe('a missing date', () => {
  const nullable = { ...date, nullable: true };

  test('becomes NaN, or its fill as a date or number', () => {
    const missing = (feature: Feature, datatype: Datatype) =>
      typeOf(feature).encoder(feature, datatype)?.(null);
    expect(missing(nullable, 'FP32')).toBeNaN();
    expect(missing({ ...nullable, fill: '1970-01-02' }, 'INT64')).toBe(1n);
    expect(missing({ ...nullable, fill: -1 }, 'FP32')).toBe(-1);
  });
});

test('cells of tables become ISO 8601', () => {
  const cell = (value: unknown) => typeOf(date).parseCell(date, value);
  expect(cell(new Date('2026-01-31T00:00:00Z'))).toBe('2026-01-31');
  expect(cell(new Date('2026-01-31T12:00:00Z'))).toBe('2026-01-31T12:00:00.000Z');
  expect(cell('2026-01-31 12:00:00')).toBe('2026-01-31T12:00:00');
});
