import { describe, expect, test } from '@jest/globals';
import { buildProfile } from '../profiles/index.js';
import type { FeatureColumn } from '../samples/index.js';
import { prepareProfile } from '../windows/index.js';
import type { DataQualityRule } from './data-quality-rule.js';
import { evaluateRules, type RuleData } from './evaluate-rules.js';

const ROWS = 1_000;
const numbers = Array.from({ length: ROWS }, (_, row) => (row % 100 === 0 ? null : (row % 50) + 1));
const colours = Array.from({ length: ROWS }, (_, row) => (row % 2 === 0 ? 'red' : 'blue'));
const profile = prepareProfile(
  buildProfile(
    {
      rows: { age: numbers, colour: colours },
      predictions: numbers.map(() => 1),
      probabilities: null,
      actual: null,
    },
    {
      features: [
        { name: 'age', kind: 'numerical', nullable: true },
        { name: 'colour', kind: 'categorical' },
      ],
      classes: null,
      chunkRows: 200,
    },
  ),
);

const window = (age: FeatureColumn, colour: FeatureColumn = age): RuleData => ({
  rows: { age, colour },
  size: age.length,
  rowsPerHour: 40,
  profile,
});

function check(rule: Omit<DataQualityRule, 'id'>, data: RuleData) {
  const [result] = evaluateRules([{ id: 'it', ...rule }], data);
  if (result === undefined) throw new Error('a rule has a result');
  return result;
}

const mixed = window([1, 2, 2, null, 90], ['red', 'red', 'green', 'green', 'black']);

describe('a rule measures', () => {
  test.each<[Omit<DataQualityRule, 'id'>, number, string]>([
    [{ metric: 'missing_share', feature: 'age', atMost: 0.5 }, 0.2, 'The share of missing values of age'],
    [
      { metric: 'in_range_share', feature: 'age', minimum: 2, maximum: 90, atLeast: 0.5 },
      0.75,
      'The share of values of age from 2 to 90',
    ],
    [{ metric: 'in_range_share', feature: 'age', atLeast: 0.5 }, 0.75, 'from 1 to 50'],
    [{ metric: 'new_categories', feature: 'colour', atMost: 1 }, 2, 'that are not in the reference'],
    [{ metric: 'distinct_values', feature: 'age', atLeast: 2 }, 3, 'The number of distinct values of age'],
    [{ metric: 'mean', feature: 'age', atMost: 30 }, 23.75, 'The mean of age is at most 30'],
    [{ metric: 'quantile', feature: 'age', quantile: 0.5, atLeast: 2 }, 2, 'The 0.5 quantile of age'],
    [{ metric: 'duplicated_rows_share', atMost: 0 }, 0, 'The share of duplicated rows is at most 0'],
    [{ metric: 'empty_rows_share', atMost: 0 }, 0, 'The share of empty rows'],
    [{ metric: 'rows', atLeast: 6 }, 5, 'The number of rows in the window is at least 6'],
    [{ metric: 'rows_per_hour', atLeast: 10, atMost: 50 }, 40, 'is at least 10 and at most 50'],
  ])('%j', (rule, value, words) => {
    const result = check(rule, mixed);
    expect(result.value).toBeCloseTo(value, 12);
    expect(result.description).toContain(words);
  });

  test('rows that repeat, also with missing values, texts and arrays, and rows without any', () => {
    const repeated = window([1, 1, null, null, NaN], [[1, 2], [1, 2], null, null, undefined]);
    expect(check({ metric: 'duplicated_rows_share', atMost: 0.5 }, repeated)).toMatchObject({
      value: 0.6,
      state: 'failed',
    });
    expect(check({ metric: 'empty_rows_share', atMost: 0.6 }, repeated)).toMatchObject({
      value: 0.6,
      state: 'passed',
    });
  });

  test('a blank text as missing', () => {
    const rule = { metric: 'missing_share', feature: 'colour', isText: true, atMost: 0 } as const;
    expect(check(rule, window([1, 2], [' ', 'x'])).value).toBe(0.5);
  });
});

describe('a limit is met', () => {
  test.each([
    [{ atLeast: 2 }, 'passed'],
    [{ atLeast: 2.001 }, 'failed'],
    [{ atMost: 2 }, 'passed'],
    [{ atMost: 1.999 }, 'failed'],
    [{ atLeast: 1, atMost: 3 }, 'passed'],
  ] as const)('by a mean of 2: %j %s', (limits, state) => {
    expect(check({ metric: 'mean', feature: 'age', ...limits }, window([1, 3])).state).toBe(state);
  });
});

describe('a limit from the reference', () => {
  const at = (rule: Omit<DataQualityRule, 'id'>, size = 500) => {
    const data = window(Array.from({ length: size }, (_, row) => (row % 50) + 1));
    return check(rule, data);
  };

  test('is three standard errors from the share, more for a smaller window', () => {
    const rule = { metric: 'missing_share', feature: 'age', atMost: 'from_reference' } as const;
    const share = 12 / 1_004;
    const reach = 3 * Math.sqrt(share * (1 - share) * (1 / 1_000 + 1 / 500));
    expect(at(rule).atMost).toBeCloseTo(share + reach, 12);
    expect(at(rule, 100).atMost).toBeGreaterThan(at(rule).atMost ?? NaN);
  });

  test('of a mean and a quantile encloses that of the reference', () => {
    const both = { feature: 'age', atLeast: 'from_reference', atMost: 'from_reference' } as const;
    const mean = at({ metric: 'mean', ...both });
    // The standard error of the difference is about 14.43 sqrt(1/990 + 1/500) = 0.79.
    expect(mean.atLeast).toBeCloseTo(25.5 - 3 * 0.79, 0);
    expect(mean.atMost).toBeCloseTo(25.5 + 3 * 0.79, 0);
    const median = at({ metric: 'quantile', quantile: 0.5, ...both });
    expect(median).toMatchObject({ atLeast: 22, atMost: 30, state: 'passed' });
  });

  test('of the range lets a few rows of a window beyond the extremes', () => {
    const rule = { metric: 'in_range_share', feature: 'age', atLeast: 'from_reference' } as const;
    const { atLeast } = at(rule);
    expect(atLeast).toBeLessThan(1);
    expect(atLeast).toBeGreaterThan(0.98);
    expect(check(rule, window([1, 60])).state).toBe('failed');
  });
});

describe('a rule is unknown', () => {
  const missing = { metric: 'missing_share', feature: 'age', atMost: 'from_reference' } as const;
  test.each<[string, Omit<DataQualityRule, 'id'>, Partial<RuleData>, string]>([
    ['below the minimum', { metric: 'mean', feature: 'age', atMost: 1 }, { rows: null }, 'minimum'],
    ['without a profile', missing, { profile: null }, 'no reference profile'],
    ['without values', { metric: 'mean', feature: 'age', atMost: 1 }, { rows: { age: [null] } }, 'no values'],
    ['in its first hour', { metric: 'rows_per_hour', atLeast: 1 }, { rowsPerHour: null }, 'an hour'],
  ])('%s', (_when, rule, changes, reason) => {
    const result = check(rule, { ...mixed, ...changes });
    expect(result).toMatchObject({ state: 'unknown', value: null });
    expect(result.reason).toContain(reason);
  });

  test('unless it is about the number of rows', () => {
    const data = { ...mixed, rows: null, size: 3 };
    expect(check({ metric: 'rows', atLeast: 4 }, data)).toMatchObject({ state: 'failed', value: 3 });
  });
});
