import { expect, test } from '@jest/globals';
import { type Editable, readVersionFile, shippedModels } from '../../../test/toy-models.js';
import { dataQualityRules } from './data-quality-rules.js';
import { manifestSchema } from './manifest.schema.js';

function parsed(rules: readonly object[]) {
  const manifest = readVersionFile<Editable>(shippedModels, 'heart-disease/1', 'manifest.json');
  return manifestSchema.safeParse({ ...manifest, data_quality: { rules } });
}

test.each<[string, object, string]>([
  [
    'a feature that does not exist',
    { metric: 'mean', feature: 'height', at_most: 1 },
    'feature: height is not a feature',
  ],
  [
    'the mean of a category',
    { metric: 'mean', feature: 'cp', at_most: 1 },
    'feature: cp is of type category; mean needs number, integer',
  ],
  ['a mean without limits', { metric: 'mean', feature: 'age' }, 'at_least: or at_most is required'],
  [
    'limits that exclude each other',
    { metric: 'mean', feature: 'age', at_least: 2, at_most: 1 },
    'at_least: is larger than at_most of the same mean',
  ],
  [
    'an empty range',
    { metric: 'in_range_share', feature: 'age', minimum: 2, maximum: 1, at_least: 1 },
    'minimum: is larger than maximum',
  ],
])('a manifest is refused for %s', (_case, rule, problem) => {
  const issues = parsed([rule]).error?.issues ?? [];
  expect(issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
    `data_quality.rules.0.${problem}`,
  ]);
});

test('two rules with the same id are refused, and ids of their own tell them apart', () => {
  const rule = { metric: 'mean', feature: 'age', at_most: 60 };
  expect(parsed([rule, rule]).error?.issues[0]).toMatchObject({ path: ['data_quality', 'rules', 1, 'id'] });
  expect(parsed([rule, { ...rule, id: 'old' }]).success).toBe(true);
});

test('rules of a manifest become those of the library', () => {
  const { data } = parsed([
    { metric: 'missing_share', feature: 'age', at_most: 'from_reference' },
    { metric: 'rows_per_hour', at_least: 10, id: 'traffic' },
  ]);
  expect(data && dataQualityRules(data)).toEqual([
    { id: 'missing_share:age', metric: 'missing_share', feature: 'age', atMost: 'from_reference' },
    { id: 'traffic', metric: 'rows_per_hour', atLeast: 10 },
  ]);
});
