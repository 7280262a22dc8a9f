import { describe, expect, test } from '@jest/globals';
import type { DomainError } from '@plumbline/errors';
import { checkBodyHeaders } from './body.js';

const LIMIT = 1_000;
const options = {
  limitBytes: LIMIT,
  inFlightBytes: LIMIT,
  forms: false,
  uploads: { path: /^\/files$/, limitBytes: 2 * LIMIT },
};

/** The code of the error that a request gets before its body is read. */
function codeOf(request: { path: string; headers: Record<string, string>; method?: string }): string {
  const is = (types: string | string[]) =>
    [types].flat().find((type) => request.headers['content-type']?.startsWith(type)) ?? false;
  try {
    checkBodyHeaders({ method: 'POST', ...request, is }, options);
    return 'passed';
  } catch (error) {
    return (error as DomainError).code;
  }
}

describe('an upload', () => {
  const multipart = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '10' };

  test.each([
    ['passes as multipart/form-data', '/files', {}, 'passed'],
    ['passes up to a limit of its own', '/files', { 'content-length': '2000' }, 'passed'],
    ['is refused beyond that', '/files', { 'content-length': '2001' }, 'body_too_large'],
    ['is refused as JSON', '/files', { 'content-type': 'application/json' }, 'unsupported_media_type'],
    ['is refused elsewhere', '/other', {}, 'unsupported_media_type'],
    ['has the usual limit elsewhere', '/other', { 'content-length': '1001' }, 'body_too_large'],
  ])('%s', (_case, path, headers, code) => {
    expect(codeOf({ path, headers: { ...multipart, ...headers } })).toBe(code);
  });

  test('is one only when it is posted', () => {
    expect(codeOf({ path: '/files', headers: multipart, method: 'PUT' })).toBe('unsupported_media_type');
  });
});
