import { expect, test } from '@jest/globals';
import { endMessage } from './child.js';

test.each([
  [{ code: 0, signal: null }, 'predict was stopped from outside'],
  [{ code: 1, signal: null }, 'predict ended with code 1; the log'],
  [{ code: null, signal: 'SIGKILL' }, 'predict ended with SIGKILL; the log'],
] as const)('the end of a process is described: %j', (ending, text) => {
  expect(endMessage('predict', ending, 'the log')).toBe(text);
});
