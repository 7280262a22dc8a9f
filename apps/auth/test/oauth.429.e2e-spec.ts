import { afterEach, describe, expect, test } from '@jest/globals';
import { addClient, auditTrail, metric, signIn } from './accounts.js';
import { type AuthService, startAuth, startReplica } from './auth-service.js';
import { type Answer, send } from './requests.js';

let auth: AuthService;

afterEach(() => auth.close());

/** One address has 6 wrong secrets without delay, one client id 4. */
const LIMITS = {
  AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '6',
  AUTH_LOGIN_ATTEMPTS_PER_ACCOUNT: '4',
  AUTH_TRUSTED_PROXIES: '127.0.0.1',
};

interface Attempt {
  readonly id: string;
  readonly secret?: string;
  readonly address?: string;
  readonly path?: string;
}

function authenticate({
  id,
  secret = 'wrong',
  address = '10.0.0.1',
  path = 'token',
}: Attempt): Promise<Answer> {
  const form = { grant_type: 'client_credentials', token: 'x', client_id: id, client_secret: secret };
  return send('POST', `${auth.url}/oauth/${path}`, { form, headers: { 'x-forwarded-for': address } });
}

async function statuses(attempts: readonly Attempt[]): Promise<number[]> {
  const seen = [];
  for (const attempt of attempts) seen.push((await authenticate(attempt)).status);
  return seen;
}

const times = <Value>(count: number, value: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => value(index));

describe('authentication of clients after failed attempts (ASVS 6.1.1, 6.3.1)', () => {
  test('limits one client id over all addresses, and accepts the right secret all the same', async () => {
    auth = await startAuth(LIMITS);
    const { id, secret } = await addClient(auth, 'robot', 'predict');
    const wrong = times(5, (index) => ({ id, address: `10.0.1.${index}` }));
    expect(await statuses(wrong)).toEqual([401, 401, 401, 401, 429]);
    expect((await authenticate({ id, secret, address: '10.0.1.1' })).status).toBe(200);
    auth.clock.advanceSeconds(1);
    expect(await statuses([{ id }, { id }])).toEqual([401, 429]);
    expect((await authenticate({ id: 'another' })).status).toBe(401);
  });

  test('limits one address over all client ids and all three endpoints', async () => {
    auth = await startAuth(LIMITS);
    const { id, secret } = await addClient(auth, 'robot', 'predict');
    const paths = ['token', 'introspect', 'revoke'];
    const wrong = times(6, (index) => ({ id: `guess-${index}`, path: paths[index % 3] }));
    expect(await statuses(wrong)).toEqual([401, 401, 401, 401, 401, 401]);
    for (const path of paths) {
      const refused = await authenticate({ id: 'guess', path });
      expect([refused.status, refused.body]).toEqual([
        429,
        {
          error: 'temporarily_unavailable',
          error_description: 'Too many failed client authentications; try again in 1 s.',
        },
      ]);
      expect(refused.headers.get('retry-after')).toBe('1');
      expect((await authenticate({ id, secret, path })).status).toBe(200);
    }
    expect((await authenticate({ id: 'guess', address: '10.0.0.2' })).status).toBe(401);
    expect(await metric(auth, 'auth_lockouts_total{limit="client_address"}')).toBe(1);
  });

  test('answers alike for a client that does not exist', async () => {
    auth = await startAuth(LIMITS);
    const { id } = await addClient(auth, 'robot', 'predict');
    const wrong = (name: string) =>
      times(5, (index) => ({ id: name, address: `10.0.${name.length}.${index}` }));
    expect(await statuses(wrong('nobody'))).toEqual(await statuses(wrong(id)));
  });
});

describe('1,500 wrong client secrets', () => {
  test('are one event of GET /audit, with their number and the first and last time', async () => {
    auth = await startAuth({ AUTH_TRUSTED_PROXIES: '127.0.0.1' });
    const { id, secret } = await addClient(auth, 'robot', 'predict');
    const firstAt = auth.clock.now().toISOString();
    for (let sent = 0; sent < 1_450; sent += 50) await Promise.all(times(50, () => authenticate({ id })));
    auth.clock.advanceSeconds(0.5);
    await Promise.all(times(50, () => authenticate({ id })));
    const { access_token: token } = await signIn(auth);
    const query = '?action=client_authentication.failed';
    const { body } = await send('GET', `${auth.url}/audit${query}`, { token });
    const lastAt = auth.clock.now().toISOString();
    expect(body.events).toEqual([
      expect.objectContaining({
        subject: id,
        address: '10.0.0.1',
        count: 1_500,
        at: firstAt,
        last_at: lastAt,
      }),
    ]);
    expect((await authenticate({ id, secret })).status).toBe(200);
  });
});

describe('the failures of an hour', () => {
  const failures = async () =>
    (await auditTrail(auth)).filter(({ action }) => action === 'client_authentication.failed');

  test('are counted in one row by all replicas, and those of the next hour in another', async () => {
    auth = await startAuth();
    const { id } = await addClient(auth, 'robot', 'predict');
    const replica = await startReplica(auth.database, {}, auth.clock);
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: 'wrong' };
    for (const { url } of [auth, replica, auth]) await send('POST', `${url}/oauth/token`, { form });
    expect((await failures()).map(({ count }) => count)).toEqual([3]);
    auth.clock.advanceSeconds(3_600);
    await send('POST', `${replica.url}/oauth/token`, { form });
    expect((await failures()).map(({ count }) => count)).toEqual([3, 1]);
    await replica.app.close();
  });

  test('are stored before they are answered, so that an end of the process loses none', async () => {
    auth = await startAuth();
    const { id } = await addClient(auth, 'robot', 'predict');
    const waiting = Promise.allSettled(times(40, () => authenticate({ id })));
    await authenticate({ id });
    await auth.app.close();
    const answered = (await waiting).filter(({ status }) => status === 'fulfilled').length + 1;
    const [row] = await failures();
    expect(Number(row?.['count'])).toBeGreaterThanOrEqual(answered);
  });
});
