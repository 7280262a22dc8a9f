import { describe, expect, test } from '@jest/globals';
import { codeOf, reasonOf, stackOf } from './error-text.js';

const withCode = (message: string, code: string, options?: ErrorOptions) =>
  Object.assign(new Error(message, options), { code });
const refused = withCode('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED');

describe('the reason of an error', () => {
  test.each([
    ['a message', new Error('broken'), 'broken'],
    ['the code that the message lacks', withCode('no such table', '42P01'), 'no such table (42P01)'],
    ['the code once', refused, 'connect ECONNREFUSED 127.0.0.1:1'],
    ['the cause', new TypeError('fetch failed', { cause: refused }), `fetch failed: ${refused.message}`],
    [
      'a cause once',
      new Error(`no server: ${refused.message}`, { cause: refused }),
      `no server: ${refused.message}`,
    ],
    ['every part', new AggregateError([refused, new Error('denied')]), `${refused.message}; denied`],
    ['the code when there is no message', withCode('', 'EPIPE'), 'EPIPE'],
    ['the name when there is nothing else', new RangeError(), 'RangeError'],
    ['what was thrown when it is no error', 'broken', 'broken'],
  ])('has %s', (_case, error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});

test('the stack of an error goes on with its causes', () => {
  const error = new Error('outer', { cause: new Error('inner') });
  expect(stackOf(error)).toMatch(/^Error: outer\n {4}at .*\ncaused by Error: inner\n {4}at /s);
  expect(stackOf('thrown')).toBe('thrown');
});

test('a code is text or absent', () => {
  expect(codeOf(refused)).toBe('ECONNREFUSED');
  for (const other of [
    new Error('broken'),
    Object.assign(new Error(), { code: 3 }),
    null,
    undefined,
    'text',
  ]) {
    expect(codeOf(other)).toBeUndefined();
  }
});
