import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TaskQueue } from '@plumbline/tasks';
import { PasswordHasher } from '../src/passwords/password-hasher.js';
import { ADMIN, type AuthService, startAuth } from './auth-service.js';
import { send } from './requests.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth({ AUTH_HASH_CONCURRENCY: '1', AUTH_HASH_QUEUE: '0', AUTH_LOGIN_ATTEMPTS: '1' });
});
afterAll(() => auth.close());

/** Takes the only place for hashing until the returned function is called. */
function occupyHashing(): () => void {
  const hasher = auth.app.nest.get(PasswordHasher, { strict: false });
  let free = () => {};
  const queue = Reflect.get(hasher, 'queue') as TaskQueue;
  void queue.run(() => new Promise<void>((resolve) => (free = resolve)));
  return () => free();
}

describe('POST /login while passwords wait to be checked', () => {
  test('refuses at once what the queue cannot take, without counting it as a failed attempt', async () => {
    const free = occupyHashing();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const refused = await send('POST', `${auth.url}/login`, { json: ADMIN });
      expect([refused.status, refused.body.code]).toEqual([503, 'sign_in_overloaded']);
      expect(refused.headers.get('retry-after')).toBe('1');
    }
    const { rows } = await auth.database.pool.query(
      'SELECT max(failures) AS failures FROM auth.login_attempts',
    );
    expect(rows).toEqual([{ failures: 0 }]);
    free();
    expect((await send('POST', `${auth.url}/login`, { json: ADMIN })).status).toBe(200);
  });
});
