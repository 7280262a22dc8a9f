import { expect, test } from '@jest/globals';
import { endText, tellOnce } from '../scripts/service-words.mjs';

test('what two services say alike is told once', () => {
  const told: string[] = [];
  const tell = tellOnce((message) => told.push(message));
  for (const message of ['Creating the database', 'Creating the database', 'Waiting']) tell(message);
  expect(told).toEqual(['Creating the database', 'Waiting']);
});

test.each([
  [{ code: 0, signal: null }, 'predict was stopped from outside'],
  [{ code: 1, signal: null }, 'predict ended with code 1; the log'],
  [{ code: null, signal: 'SIGKILL' }, 'predict ended with SIGKILL; the log'],
])('how a service ended is told in words: %j', (how, text) => {
  expect(endText('predict', how, 'the log')).toBe(text);
});
