import { expect, test } from '@jest/globals';
import type { Scope } from '@plumbline/access';
import { chooseScopes } from './access-tokens.js';

const allowed: Scope[] = ['predict', 'feedback'];

test.each([
  ['nothing asked for', undefined, ['predict', 'feedback']],
  ['an empty value', '', ['predict', 'feedback']],
  ['spaces only', '  ', ['predict', 'feedback']],
  ['one of them', 'feedback', ['feedback']],
  ['all in another order and twice', 'feedback predict  feedback', ['predict', 'feedback']],
  ['one that is not allowed', 'predict admin', undefined],
  ['one that does not exist', 'root', undefined],
  ['another case', 'Predict', undefined],
])('%s: %j gives %j', (_case, requested, chosen) => {
  expect(chooseScopes(allowed, requested)).toEqual(chosen);
});

test('who may do nothing gets no token', () => {
  expect(chooseScopes([], undefined)).toBeUndefined();
});
