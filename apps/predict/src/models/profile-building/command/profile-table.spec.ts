import { expect, test } from '@jest/globals';
import type { CategoricalColumnProfile, ReferenceProfile } from '@plumbline/evaluation';
import { profileTable } from './profile-table.js';

function column(changes: Partial<CategoricalColumnProfile>): CategoricalColumnProfile {
  return {
    name: 'district',
    feature: 'district',
    descriptor: null,
    kind: 'categorical',
    method: 'jensenshannon',
    threshold: 0.1,
    noise: { lower: 0, upper: 0.05 },
    rows: 3,
    categories: ['north', 'south'],
    counts: [1, 2],
    ...changes,
  };
}

const profile = (...columns: CategoricalColumnProfile[]): ReferenceProfile => ({
  rows: 3,
  columns,
  prediction: column({ name: 'prediction' }),
  vocabularies: {},
  classes: null,
  estimator: null,
  reconstruction: null,
});

const lineOf = (...columns: CategoricalColumnProfile[]) => profileTable(profile(...columns)).split('\n')[1];

test('a distance whose noise exceeds its threshold has a warning', () => {
  expect(lineOf(column({}))).toBe('  district      jensenshannon  0.1        0 to 0.05');
  expect(lineOf(column({ noise: { lower: 0, upper: 0.18 } }))).toContain(
    '0 to 0.18  chance alone may exceed it',
  );
});

test('a p-value has none: it includes chance', () => {
  const tested = column({ method: 'chisquare', threshold: 0.05, noise: { lower: 0.1, upper: 1 } });
  expect(lineOf(tested)).not.toContain('chance');
});
