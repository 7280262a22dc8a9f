import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { openDatabase } from '@plumbline/postgres';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { hashClientSecret } from '../src/clients/client.js';
import { hashRefreshToken } from '../src/sessions/refresh-token.js';
import { AccessTokens } from '../src/tokens/index.js';
import { introspect, refresh } from './accounts.js';
import { type AuthService, startReplica } from './auth-service.js';
import { send } from './requests.js';

interface Journal {
  readonly entries: readonly { readonly tag: string }[];
}

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as Journal;

const ROSA = { username: 'rosa', password: 'seven green umbrellas' };
const ROBOT = { id: 'robot', secret: 'R'.repeat(43) };
const BASIC = `Basic ${Buffer.from(`${ROBOT.id}:${ROBOT.secret}`).toString('base64')}`;
const REFRESH_TOKEN = 'E'.repeat(43);

let folder: string;
let database: TestDatabase;
let auth: Pick<AuthService, 'url' | 'app'> | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-auth-migrations-'));
  database = await testDatabase();
});
afterEach(async () => {
  await auth?.app.close();
  auth = undefined;
  await database.close();
  rmSync(folder, { recursive: true });
});

/** The schema after the first migrations. */
async function migrate(count: number): Promise<void> {
  mkdirSync(join(folder, 'meta'));
  const entries = journal.entries.slice(0, count);
  for (const { tag } of entries) cpSync(join(MIGRATIONS, `${tag}.sql`), join(folder, `${tag}.sql`));
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  const options = {
    url: database.url,
    dataDir: folder,
    schema: 'auth',
    migrationsFolder: folder,
    poolSize: 1,
  };
  await (await openDatabase(options)).close();
}

/** A person with a session, a machine client and an audit event, in columns that every schema has. */
async function fill(): Promise<void> {
  const run = (text: string, values: unknown[]) => database.pool.query(text, values);
  const [user, session] = ['7a6d5c1e-0000-4000-8000-000000000001', '7a6d5c1e-0000-4000-8000-000000000002'];
  const later = new Date(Date.now() + 86_400_000);
  const passwordHash = await hash(ROSA.password);
  await run(
    'INSERT INTO auth.users (id, username, password_hash, scopes, created_at) VALUES ($1, $2, $3, $4, now())',
    [user, ROSA.username, passwordHash, ['predict', 'admin']],
  );
  await run(
    'INSERT INTO auth.sessions (id, user_id, scopes, created_at, last_used_at, expires_at)' +
      ' VALUES ($1, $2, $3, now(), now(), $4)',
    [session, user, ['predict', 'admin'], later],
  );
  await run('INSERT INTO auth.refresh_tokens (hash, session_id, expires_at) VALUES ($1, $2, $3)', [
    hashRefreshToken(REFRESH_TOKEN),
    session,
    later,
  ]);
  await run('INSERT INTO auth.clients (id, secret_hash, scopes, created_at) VALUES ($1, $2, $3, now())', [
    ROBOT.id,
    hashClientSecret(ROBOT.secret),
    ['monitor'],
  ]);
  await run("INSERT INTO auth.audit_events (at, action, detail) VALUES (now(), 'login.failed', '{}')", []);
}

describe('a database of an earlier version', () => {
  test.each(journal.entries.map(({ tag }, index) => [index + 1, tag] as const))(
    'after migration %i (%s) keeps people, sessions, clients and audit events',
    async (count) => {
      await migrate(count);
      await fill();
      auth = await startReplica(database);
      const signedIn = await send('POST', `${auth.url}/login`, { json: ROSA });
      expect([signedIn.status, signedIn.body.scope]).toEqual([200, 'predict admin']);
      expect((await refresh(auth, REFRESH_TOKEN)).body).toMatchObject({ scope: 'predict admin' });
      const request = { form: { grant_type: 'client_credentials' }, headers: { authorization: BASIC } };
      expect((await send('POST', `${auth.url}/oauth/token`, request)).body).toMatchObject({
        scope: 'monitor',
      });
      const token = String(signedIn.body.access_token);
      const { body } = await send('GET', `${auth.url}/audit?action=login.failed`, { token });
      expect(body.events).toEqual([expect.objectContaining({ count: 1, last_at: null })]);
    },
  );

  test('issued tokens to clients that are refused with the reason, and the client gets a new one', async () => {
    await migrate(1);
    await fill();
    auth = await startReplica(database);
    const tokens = auth.app.nest.get(AccessTokens, { strict: false });
    // Before client instances, a token named the client alone.
    const old = tokens.issue({
      grant: 'client_credentials',
      subject: ROBOT.id,
      clientId: ROBOT.id,
      scopes: ['monitor'],
    });
    const refused = await send('GET', `${auth.url}/me`, { token: old.access_token });
    expect([refused.status, refused.body]).toEqual([
      401,
      expect.objectContaining({
        code: 'access_token_invalid',
        reason: 'revoked',
        detail:
          'The access token is refused: it, its session or its account is no longer valid; get a new token.',
      }),
    ]);
    expect(await introspect(auth, BASIC, old.access_token)).toEqual({ active: false });
    const request = { form: { grant_type: 'client_credentials' }, headers: { authorization: BASIC } };
    const { body } = await send('POST', `${auth.url}/oauth/token`, request);
    expect((await send('GET', `${auth.url}/me`, { token: String(body.access_token) })).status).toBe(200);
  });
});
