import { expect, test } from '@jest/globals';
import { isAway } from './database.errors.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

test.each([
  ['a refused connection', withCode('ECONNREFUSED')],
  ['a lost connection', withCode('08006')],
  ['a server that shuts down', withCode('57P01')],
  ['too many connections', withCode('53300')],
  ['all addresses refused', new AggregateError([withCode('ECONNREFUSED')])],
  ['a query that took too long', withCode('57014')],
  ['a full pool', new Error('timeout exceeded when trying to connect')],
  [
    'a connection cut during a query',
    new Error('Failed query', { cause: new Error('Connection terminated unexpectedly') }),
  ],
  [
    'a query on a lost connection',
    new Error('Client has encountered a connection error and is not queryable'),
  ],
])('%s means that the server is away', (_case, error) => {
  expect(isAway(error)).toBe(true);
});

test.each([
  ['a wrong query', withCode('42601')],
  ['a broken rule', new Error('Failed query', { cause: withCode('23505') })],
  ['a wrong query about a timeout', new Error('Failed query: select 1\nparams: timeout ')],
  ['a mistake in the code', new TypeError('x is not a function')],
  ['something that is no error', 'ECONNREFUSED'],
])('%s does not', (_case, error) => {
  expect(isAway(error)).toBe(false);
});
