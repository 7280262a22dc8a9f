import { expect, test } from '@jest/globals';
import { snakeCased } from './answers.js';

test('names at every depth are in snake_case, and values do not change', () => {
  const value = { rocAuc: 0.5, mostCommon: [{ maxAgeS: 1, text: 'driftIf' }, null], r2: null };
  expect(snakeCased(value)).toEqual({
    roc_auc: 0.5,
    most_common: [{ max_age_s: 1, text: 'driftIf' }, null],
    r2: null,
  });
});
