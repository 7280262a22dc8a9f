import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase } from '@plumbline/postgres/testing';
import { KeyUpkeep } from '../src/keys/key-rotation.js';
import { auditTrail, signIn } from './accounts.js';
import { type AuthService, startAuth, startReplica } from './auth-service.js';
import { send } from './requests.js';

type Replica = Pick<AuthService, 'url' | 'app' | 'clock'>;

const DAY_S = 86_400;
let auth: AuthService;
let second: Replica;

beforeAll(async () => {
  auth = await startAuth();
  second = await startReplica(auth.database, {}, auth.clock);
});
afterAll(async () => {
  await second.app.close();
  await auth.close();
});

const upkeep = (replica: Replica) => replica.app.nest.get(KeyUpkeep, { strict: false }).run();

async function published(replica: Replica): Promise<string[]> {
  const { body } = await send('GET', `${replica.url}/.well-known/jwks.json`);
  return (body.keys as { kid: string }[]).map(({ kid }) => kid);
}

async function kidOfNewToken(replica: Replica): Promise<string> {
  const { access_token } = await signIn(replica);
  return (
    JSON.parse(Buffer.from(access_token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }
  ).kid;
}

describe('signing keys', () => {
  test('rotate by age on all replicas without one token that cannot be verified', async () => {
    const [old] = await published(auth);
    expect(await published(second)).toEqual([old]);
    auth.clock.advanceSeconds(30 * DAY_S - 900);
    const oldToken = await signIn(auth);

    // Published ahead: every replica has it, nobody signs with it yet.
    await Promise.all([upkeep(auth), upkeep(second)]);
    const [, next] = await published(auth);
    expect(await published(auth)).toEqual([old, next]);
    expect(await published(second)).toEqual([old, next]);
    expect(await kidOfNewToken(auth)).toBe(old);

    // In use on every replica by the clock alone; tokens of the old key stay good until they expire.
    auth.clock.advanceSeconds(899);
    expect(await kidOfNewToken(second)).toBe(old);
    auth.clock.advanceSeconds(1);
    expect([await kidOfNewToken(auth), await kidOfNewToken(second)]).toEqual([next, next]);
    const me = (token: string) => send('GET', `${second.url}/me`, { token });
    expect((await me(oldToken.access_token)).status).toBe(200);
    expect((await me((await signIn(auth)).access_token)).status).toBe(200);

    // Retired once nothing that it signed can be valid any more.
    auth.clock.advanceSeconds(3_659);
    expect(await published(auth)).toEqual([old, next]);
    auth.clock.advanceSeconds(1);
    expect(await published(second)).toEqual([next]);
    await upkeep(auth);
    const { rows } = await auth.database.pool.query('SELECT kid FROM auth.signing_keys');
    expect(rows).toEqual([{ kid: next }]);
    const events = (await auditTrail(auth)).filter(({ action }) => String(action).startsWith('key.'));
    expect(events.map(({ action, subject }) => [action, subject])).toEqual([
      ['key.created', old],
      ['key.created', next],
      ['key.retired', old],
    ]);
  });

  test('rotate when an admin asks, once for any number of requests', async () => {
    const { access_token: token } = await signIn(auth);
    const before = await published(auth);
    const answers = await Promise.all(
      [auth, second, auth].map(({ url }) => send('POST', `${url}/keys/rotate`, { token })),
    );
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body.keys).toMatchObject([{ state: 'signing' }, { state: 'next' }]);
    }
    await upkeep(second);
    expect(await published(second)).toHaveLength(before.length + 1);
    expect(await kidOfNewToken(auth)).toBe(before[0]);
    auth.clock.advanceSeconds(900);
    expect(await kidOfNewToken(second)).not.toBe(before[0]);
  });

  test('can be withdrawn, which ends their tokens and signs with a new one at once', async () => {
    const { access_token: token } = await signIn(auth);
    const leaked = await kidOfNewToken(auth);
    expect((await send('DELETE', `${auth.url}/keys/${leaked}`, { token })).status).toBe(204);
    const refused = await send('GET', `${auth.url}/me`, { token });
    expect([refused.status, refused.body.reason]).toEqual([401, 'unknown_key']);
    expect(await published(auth)).not.toContain(leaked);
    const fresh = (await signIn(auth)).access_token;
    const missing = await send('DELETE', `${auth.url}/keys/${leaked}`, { token: fresh });
    expect([missing.status, missing.body.code]).toEqual([404, 'signing_key_not_found']);
    await upkeep(second);
    expect(await published(second)).toEqual(await published(auth));
  });
});

describe('stored signing keys', () => {
  const start = async (database: AuthService['database'], key?: string) =>
    startReplica(database, key === undefined ? {} : { AUTH_KEY_ENCRYPTION_KEY: key });

  test('are encrypted from the moment that an encryption key is configured, and then need it', async () => {
    const database = await testDatabase();
    const plain = await start(database);
    const kids = await published(plain);
    await plain.app.close();

    const key = randomBytes(32).toString('base64');
    const encrypted = await start(database, key);
    expect(await published(encrypted)).toEqual(kids);
    await encrypted.app.close();
    const { rows } = await database.pool.query<{ encrypted: boolean; private_key: string }>(
      'SELECT encrypted, private_key FROM auth.signing_keys',
    );
    expect(rows.map((row) => row.encrypted)).toEqual([true]);
    expect(
      Buffer.from(rows[0]?.private_key ?? '', 'base64').includes(Buffer.from('2a8648ce3d0201', 'hex')),
    ).toBe(false);

    await expect(start(database)).rejects.toThrow('AUTH_KEY_ENCRYPTION_KEY: is not set');
    await expect(start(database, randomBytes(32).toString('hex'))).rejects.toThrow(
      'encrypted with another key',
    );
    const again = await start(database, key);
    expect(await published(again)).toEqual(kids);
    await again.app.close();
    await database.close();
  });
});
