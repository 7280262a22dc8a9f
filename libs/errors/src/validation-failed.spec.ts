import { expect, test } from '@jest/globals';
import { ValidationFailed } from './validation-failed.js';

function brokenRules(count: number, message = 'is required') {
  return Array.from({ length: count }, (_, index) => ({ path: ['rows', index], message }));
}

test('carries every issue and names them in one line', () => {
  const failed = new ValidationFailed(brokenRules(2));
  expect(failed.extensions.issues).toEqual(brokenRules(2));
  expect(failed.message).toBe('rows.0: is required; rows.1: is required');
});

test('is of bounded size however many rules were broken and however long they are', () => {
  const failed = new ValidationFailed(brokenRules(300_000, 'x'.repeat(5_000)));
  expect(failed.extensions.issues).toHaveLength(1_001);
  expect(failed.extensions.issues.at(-1)).toEqual({ path: [], message: '299000 more issues are not listed' });
  expect(failed.message).toContain('and 299980 more');
  expect(JSON.stringify(failed.extensions).length).toBeLessThan(1.1e6);
});
