import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN, type AuthService, startAuth } from './auth-service.js';
import { send } from './requests.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth({ AUTH_HASH_CONCURRENCY: '1', AUTH_HASH_QUEUE: '2', AUTH_LOGIN_ATTEMPTS: '3' });
});
afterAll(() => auth.close());

describe('POST /login while passwords wait to be checked', () => {
  test('refuses at once what the queue cannot take, without counting it as a failed attempt', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `user-${index % 12}`);
    const answers = await Promise.all(
      names.map((username) => send('POST', `${auth.url}/login`, { json: { username, password: 'wrong' } })),
    );
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(24 - refused.length);
    expect(refused[0]?.body.code).toBe('sign_in_overloaded');
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    const { rows } = await auth.database.pool.query<{ failures: number }>(
      'SELECT max(failures) AS failures FROM auth.login_attempts',
    );
    expect(rows[0]?.failures).toBe(24 - refused.length);
    expect((await send('POST', `${auth.url}/login`, { json: ADMIN })).status).toBe(200);
  });
});
