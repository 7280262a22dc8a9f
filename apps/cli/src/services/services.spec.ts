import { expect, test } from '@jest/globals';
import { eachOnce } from './services.js';

test('a message that both services report is passed on once', () => {
  const messages: string[] = [];
  const report = eachOnce((message) => messages.push(message));
  for (const message of ['Creating the database', 'Creating the database', 'Waiting']) report(message);
  expect(messages).toEqual(['Creating the database', 'Waiting']);
});
