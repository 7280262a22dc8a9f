import { afterEach, describe, expect, test } from '@jest/globals';
import { until } from '../../../test/until.js';
import { addClient, addUser, auditTrail, metric } from './accounts.js';
import { ADMIN, type AuthService, startAuth, startReplica } from './auth-service.js';
import { type Answer, send } from './requests.js';

let auth: AuthService;

afterEach(() => auth.close());

/** One address at one account has 3 attempts, one address 6, all addresses at one account 5. */
const LIMITS = {
  AUTH_LOGIN_ATTEMPTS: '3',
  AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '6',
  AUTH_LOGIN_ATTEMPTS_PER_ACCOUNT: '5',
  AUTH_LOGIN_MAX_DELAY_S: '60',
  AUTH_TRUSTED_PROXIES: '127.0.0.1',
};

function tryFrom(address: string, username: string, password = 'wrong'): Promise<Answer> {
  const headers = { 'x-forwarded-for': address };
  return send('POST', `${auth.url}/login`, { json: { username, password }, headers });
}

async function statuses(count: number, attempt: (index: number) => Promise<Answer>): Promise<number[]> {
  const seen = [];
  for (let index = 0; index < count; index += 1) seen.push((await attempt(index)).status);
  return seen;
}

async function waitingForLocks({ database }: AuthService): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rows[0]?.count ?? 0;
}

describe('POST /login after failed attempts (ASVS 6.1.1, 6.3.1)', () => {
  test('delays one address at one account, longer each time up to the greatest delay', async () => {
    auth = await startAuth(LIMITS);
    expect(await statuses(4, () => tryFrom('10.0.0.1', 'admin'))).toEqual([401, 401, 401, 429]);
    const delays = [];
    for (let round = 0; round < 8; round += 1) {
      const refused = await tryFrom('10.0.0.1', 'admin', ADMIN.password);
      expect([refused.status, refused.body.code]).toEqual([429, 'sign_in_throttled']);
      delays.push(Number(refused.headers.get('retry-after')));
      auth.clock.advanceSeconds(delays.at(-1) as number);
      expect((await tryFrom('10.0.0.1', 'admin')).status).toBe(401);
    }
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('answers alike for an account that does not exist', async () => {
    auth = await startAuth(LIMITS);
    const answers = [];
    for (const name of ['admin', 'nobody']) {
      await statuses(3, () => tryFrom(name === 'admin' ? '10.0.0.1' : '10.0.0.2', name));
      const { status, body, headers } = await tryFrom(name === 'admin' ? '10.0.0.1' : '10.0.0.2', name);
      answers.push({ status, body, retryAfter: headers.get('retry-after') });
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(429);
  });

  test('does not keep anyone out because of failures from another address', async () => {
    auth = await startAuth(LIMITS);
    await statuses(4, () => tryFrom('10.0.0.1', 'admin'));
    expect((await tryFrom('10.0.0.2', 'admin', ADMIN.password)).status).toBe(200);
  });

  test('limits one account over all addresses, except those it signed in from before', async () => {
    auth = await startAuth(LIMITS);
    expect((await tryFrom('192.0.2.7', 'admin', ADMIN.password)).status).toBe(200);
    expect(await statuses(5, (index) => tryFrom(`10.0.1.${index}`, 'admin'))).toEqual([
      401, 401, 401, 401, 401,
    ]);
    expect((await tryFrom('10.0.1.99', 'admin', ADMIN.password)).status).toBe(429);
    expect((await tryFrom('192.0.2.7', 'admin', ADMIN.password)).status).toBe(200);
    auth.clock.advanceSeconds(1);
    expect((await tryFrom('10.0.1.99', 'admin', ADMIN.password)).status).toBe(200);
  });

  test('forgets an address that was not used for 30 days', async () => {
    auth = await startAuth(LIMITS);
    await tryFrom('192.0.2.7', 'admin', ADMIN.password);
    auth.clock.advanceSeconds(30 * 86_400);
    await statuses(5, (index) => tryFrom(`10.0.1.${index}`, 'admin'));
    expect((await tryFrom('192.0.2.7', 'admin', ADMIN.password)).status).toBe(429);
  });

  test('limits one address over all accounts, and a success elsewhere does not reset it', async () => {
    auth = await startAuth(LIMITS);
    const bob = await addUser(auth, 'bob', 'predict');
    await statuses(5, (index) => tryFrom('10.0.0.1', `user-${index}`));
    expect((await tryFrom('10.0.0.1', bob.username, bob.password)).status).toBe(200);
    expect(await statuses(2, (index) => tryFrom('10.0.0.1', `other-${index}`))).toEqual([401, 429]);
    expect((await tryFrom('10.0.0.1', 'admin', ADMIN.password)).status).toBe(429);
    expect((await tryFrom('10.0.0.2', 'admin', ADMIN.password)).status).toBe(200);
  });

  test('does not keep out those who signed in from an address because of guesses at others from it', async () => {
    auth = await startAuth(LIMITS);
    const bob = await addUser(auth, 'bob', 'predict');
    expect((await tryFrom('10.0.0.1', bob.username, bob.password)).status).toBe(200);
    await statuses(6, (index) => tryFrom('10.0.0.1', `user-${index}`));
    expect((await tryFrom('10.0.0.1', 'someone')).status).toBe(429);
    expect((await tryFrom('10.0.0.1', bob.username, bob.password)).status).toBe(200);
    expect(await statuses(4, () => tryFrom('10.0.0.1', bob.username))).toEqual([401, 401, 401, 429]);
  });

  test('counts an IPv6 network of 64 bits as one address', async () => {
    auth = await startAuth(LIMITS);
    await statuses(6, (index) => tryFrom(`2001:db8:1:2::${index}`, `user-${index}`));
    expect((await tryFrom('2001:db8:1:2:ffff::1', 'someone')).status).toBe(429);
    expect((await tryFrom('2001:db8:1:3::1', 'someone')).status).toBe(401);
  });

  test.each([0, 1])(
    'lets no more guesses through when they are sent at once, after %i (ASVS 15.4.2)',
    async (first) => {
      auth = await startAuth(LIMITS);
      await statuses(first, () => tryFrom('10.0.0.1', 'admin'));
      const answers = await Promise.all(Array.from({ length: 20 }, () => tryFrom('10.0.0.1', 'admin')));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(3 - first);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(17 + first);
    },
  );

  test('starts anew after a success', async () => {
    auth = await startAuth(LIMITS);
    await statuses(2, () => tryFrom('10.0.0.1', 'admin'));
    expect((await tryFrom('10.0.0.1', 'admin', ADMIN.password)).status).toBe(200);
    expect(await statuses(3, () => tryFrom('10.0.0.1', 'admin'))).toEqual([401, 401, 401]);
  });

  test('holds on every replica and over a restart', async () => {
    auth = await startAuth(LIMITS);
    await statuses(3, () => tryFrom('10.0.0.1', 'admin'));
    const replica = await startReplica(auth.database, LIMITS, auth.clock);
    const headers = { 'x-forwarded-for': '10.0.0.1' };
    expect((await send('POST', `${replica.url}/login`, { json: ADMIN, headers })).status).toBe(429);
    await replica.app.close();
  });

  test('believes X-Forwarded-For of nobody unless a proxy is configured', async () => {
    auth = await startAuth({ ...LIMITS, AUTH_TRUSTED_PROXIES: '10.9.9.9' });
    expect(await statuses(4, (index) => tryFrom(`10.0.0.${index}`, 'admin'))).toEqual([401, 401, 401, 429]);
  });

  test('leaves database connections to others while the attempts of one address wait for each other', async () => {
    auth = await startAuth({ ...LIMITS, AUTH_DATABASE_POOL: '3' });
    const { basic } = await addClient(auth, 'prometheus', 'monitor');
    await tryFrom('10.0.0.1', 'someone');
    const holder = await auth.database.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM auth.login_attempts FOR UPDATE');
    const attempts = Promise.all(
      Array.from({ length: 6 }, (_, index) => tryFrom('10.0.0.1', `user-${index}`)),
    );
    await until(async () => (await waitingForLocks(auth)) >= 2);
    const options = { form: { grant_type: 'client_credentials' }, headers: { authorization: basic } };
    expect((await send('POST', `${auth.url}/oauth/token`, options)).status).toBe(200);
    await holder.query('ROLLBACK');
    holder.release();
    expect((await attempts).map(({ status }) => status)).toEqual(expect.arrayContaining([401, 429]));
  });

  test('is counted, and audited without the name of an account that does not exist (ASVS 16.3.1)', async () => {
    auth = await startAuth(LIMITS);
    await statuses(4, () => tryFrom('10.0.0.1', 'admin'));
    await tryFrom('10.0.0.2', 'correct horse battery');
    expect(await metric(auth, 'auth_logins_total{result="failure"}')).toBe(4);
    expect(await metric(auth, 'auth_logins_total{result="throttled"}')).toBe(1);
    expect(await metric(auth, 'auth_lockouts_total{limit="pair"}')).toBe(1);
    expect(await metric(auth, 'auth_lockouts_total{limit="account"}')).toBe(0);
    const failures = (await auditTrail(auth)).filter(({ action }) => action === 'login.failed');
    expect(failures.map(({ subject, address, count }) => [subject, address, count])).toEqual([
      ['admin', '10.0.0.1', 3],
      [null, '10.0.0.2', 1],
    ]);
    const { rows } = await auth.database.pool.query('SELECT * FROM auth.login_attempts');
    expect(JSON.stringify(rows)).not.toContain('correct horse');
  });
});
