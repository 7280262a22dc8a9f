import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TaskQueue } from '@plumbline/tasks';
import { PasswordHasher } from '../src/passwords/password-hasher.js';
import { ADMIN, type AuthService, startAuth } from './auth-service.js';
import { addClient } from './accounts.js';
import { send } from './requests.js';
import { until } from '../../../test/until.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth({ AUTH_HASH_CONCURRENCY: '1', AUTH_HASH_QUEUE: '0', AUTH_LOGIN_ATTEMPTS: '1' });
});
afterAll(() => auth.close());

/** Takes the only place for hashing until the returned function is called. */
function occupyHashing(of = auth): () => void {
  const hasher = of.app.nest.get(PasswordHasher, { strict: false });
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

test('a flood of sign-ins is refused beyond its queue, and takes no places of other requests', async () => {
  const flooded = await startAuth({
    AUTH_HASH_CONCURRENCY: '1',
    AUTH_HASH_QUEUE: '4',
    AUTH_MAX_IN_FLIGHT: '4',
  });
  try {
    const { basic } = await addClient(flooded, 'prometheus', 'monitor');
    const free = occupyHashing(flooded);
    const statuses: number[] = [];
    const flood = Array.from({ length: 40 }, async (_, index) => {
      const json = { username: `nobody-${index}`, password: 'a guess' };
      const { status, headers } = await send('POST', `${flooded.url}/login`, { json });
      statuses.push(status);
      return [status, headers.get('retry-after')];
    });
    await until(() => statuses.length >= 35);
    expect(new Set(statuses)).toEqual(new Set([503]));
    const form = { grant_type: 'client_credentials' };
    const token = await send('POST', `${flooded.url}/oauth/token`, {
      form,
      headers: { authorization: basic },
    });
    expect(token.status).toBe(200);
    expect(
      (await send('GET', `${flooded.url}/me`, { token: token.body.access_token as string })).status,
    ).toBe(200);
    expect((await send('GET', `${flooded.url}/.well-known/jwks.json`)).status).toBe(200);
    free();
    const answers = await Promise.all(flood);
    expect(answers.filter(([status]) => status === 503).every(([, wait]) => Number(wait) >= 1)).toBe(true);
    expect(answers.filter(([status]) => status === 401).length).toBeGreaterThan(0);
  } finally {
    await flooded.close();
  }
});
