import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN, type AuthService, startAuth } from './auth-service.js';
import { issuePaths, send } from './requests.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

describe('POST /login with a request that cannot be one', () => {
  test.each([
    ['nothing', {}, [[]]],
    ['an empty object', { json: {} }, [['username'], ['password']]],
    ['wrong types', { json: { username: 1, password: null } }, [['username'], ['password']]],
    ['empty fields', { form: { username: '', password: '' } }, [['username'], ['password']]],
    ['a name that is too long', { json: { ...ADMIN, username: 'a'.repeat(65) } }, [['username']]],
    ['a name with control characters', { json: { ...ADMIN, username: 'ad\u0000min\n' } }, [['username']]],
    ['a password that is too long', { json: { ...ADMIN, password: 'é'.repeat(257) } }, [['password']]],
    ['a list', { json: [ADMIN] }, [[]]],
    ['a scope that is not text', { json: { ...ADMIN, scope: ['predict'] } }, [['scope']]],
    [
      'a field sent twice',
      {
        form: [
          ['username', 'a'],
          ['username', 'b'],
          ['password', 'c'],
        ] as [string, string][],
      },
      [['username']],
    ],
  ])('names every field of %s', async (_case, request, paths) => {
    const answer = await send('POST', `${auth.url}/login`, request);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body.code).toBe('validation_failed');
    expect(issuePaths(answer)).toEqual(paths);
  });

  test('refuses a scope that the account does not have, and says which it has', async () => {
    const answer = await send('POST', `${auth.url}/login`, { json: { ...ADMIN, scope: 'predict root' } });
    expect([answer.status, answer.body.code]).toEqual([400, 'scope_not_allowed']);
    expect(answer.body.detail).toContain('retrain, retrain:approve, admin');
  });

  test.each([
    ['malformed JSON', 400, 'malformed_json', 'application/json', '{"username":'],
    ['another media type', 415, 'unsupported_media_type', 'text/xml', '<login/>'],
    ['too many bytes', 413, 'body_too_large', 'application/json', `"${'x'.repeat(40_000)}"`],
  ])('refuses %s', async (_case, status, code, type, body) => {
    const response = await fetch(`${auth.url}/login`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });
});
