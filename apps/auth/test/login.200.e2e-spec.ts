import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN, type AuthService, startAuth } from './auth-service.js';
import { send } from './requests.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

describe('POST /login with the right password', () => {
  test.each([
    ['JSON', { json: ADMIN }],
    ['a form', { form: { ...ADMIN, grant_type: 'password', scope: '' } }],
    ['another case of the name', { json: { ...ADMIN, username: 'ADMIN' } }],
  ])('takes %s and answers with tokens that must not be cached', async (_kind, body) => {
    const answer = await send('POST', `${auth.url}/login`, body);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      scope: 'predict feedback feedback:any monitor models retrain retrain:approve admin',
    });
  });
});
