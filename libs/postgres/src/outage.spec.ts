import { describe, expect, test } from '@jest/globals';
import { givesNoSession, isOutage } from './outage.js';

const withCode = (code: string, more = {}) => Object.assign(new Error('x'), { code, ...more });

describe('an outage', () => {
  test.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a socket that does not exist', withCode('ENOENT', { syscall: 'connect' })],
    ['a lost connection', withCode('08006')],
    ['a server that shuts down', withCode('57P01')],
    ['too many connections', withCode('53300')],
    ['a full disk', withCode('53100')],
    ['a deadlock', withCode('40P01')],
    ['a lock that is not to be had', withCode('55P03')],
    ['a statement that took too long', withCode('57014')],
    ['all addresses refused', new AggregateError([withCode('ECONNREFUSED')])],
    ['a full pool', new Error('timeout exceeded when trying to connect')],
    ['an answer that never came', new Error('Query read timeout')],
    [
      'a connection cut during a query',
      new Error('Failed query', { cause: new Error('Connection terminated unexpectedly') }),
    ],
    [
      'a query on a lost connection',
      new Error('Client has encountered a connection error and is not queryable'),
    ],
    ['a closed pool', new Error('Cannot use a pool after calling end on the pool')],
    [
      'a proxy without its server, asked for TLS',
      new Error('There was an error establishing an SSL connection'),
    ],
    ['a server that lost TLS', new Error('The server does not support SSL connections')],
    ['a failed TLS handshake', withCode('ERR_SSL_WRONG_VERSION_NUMBER')],
    ['a protocol error of the connection', withCode('EPROTO', { syscall: 'write' })],
    ['an expired certificate of the server', withCode('CERT_HAS_EXPIRED')],
    ['a certificate of another server', withCode('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['a certificate of an unknown issuer', withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    ['a self-signed certificate', withCode('DEPTH_ZERO_SELF_SIGNED_CERT')],
  ])('is %s', (_case, error) => {
    expect(isOutage(error)).toBe(true);
  });

  test.each([
    ['a wrong query', withCode('42601')],
    ['a broken constraint', new Error('Failed query', { cause: withCode('23505') })],
    ['a wrong query about a timeout', new Error('Failed query: select 1\nparams: timeout ')],
    ['a mistake in the code', new TypeError('x is not a function')],
    ['a missing file', withCode('ENOENT', { syscall: 'open' })],
    ['a value that is not an error', 'ECONNREFUSED'],
  ])('is not %s', (_case, error) => {
    expect(isOutage(error)).toBe(false);
  });
});

describe('a server that gives no session', () => {
  test.each([
    ['ECONNREFUSED', true],
    ['57P03', true],
    ['53300', true],
    ['28P01', false],
    ['3D000', false],
    ['55P03', false],
    ['57014', false],
    ['08P01', false],
    ['CERT_HAS_EXPIRED', false],
  ])('has the code %s: %s', (code, expected) => {
    expect(givesNoSession(withCode(code))).toBe(expected);
  });

  test('with several addresses gives none only when no address does', () => {
    const [refused, denied] = [withCode('ECONNREFUSED'), withCode('28P01')];
    expect(givesNoSession(new AggregateError([refused, refused]))).toBe(true);
    expect(givesNoSession(new AggregateError([refused, denied]))).toBe(false);
  });
});
