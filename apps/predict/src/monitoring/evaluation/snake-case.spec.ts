import { expect, test } from '@jest/globals';
import { snakeCased } from './snake-case.js';

test('names at every depth are written with underscores, values are left alone', () => {
  const value = { rocAuc: 0.5, mostCommon: [{ maxAgeS: 1, text: 'driftIf' }, null], r2: null };
  expect(snakeCased(value)).toEqual({
    roc_auc: 0.5,
    most_common: [{ max_age_s: 1, text: 'driftIf' }, null],
    r2: null,
  });
});
