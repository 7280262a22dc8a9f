import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../../test/until.js';
import { addUser, auditTrail, refresh, signIn } from './accounts.js';
import { ADMIN, type AuthService, startAuth } from './auth-service.js';
import { issuePaths, send } from './requests.js';

let auth: AuthService;
let token: string;

beforeAll(async () => {
  auth = await startAuth();
  token = (await signIn(auth)).access_token;
});
afterAll(() => auth.close());

const post = (json: unknown) => send('POST', `${auth.url}/users`, { token, json });
const remove = (name: string, by = token) => send('DELETE', `${auth.url}/users/${name}`, { token: by });
const good = { username: 'hana', password: 'seven green umbrellas', scopes: ['predict'] };

describe('POST /users', () => {
  test('adds a person who can sign in, and never shows the password', async () => {
    const answer = await post({ ...good, username: 'Hana' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      username: 'hana',
      scopes: ['predict'],
      disabled: false,
      created_at: auth.clock.now().toISOString(),
    });
    expect((await signIn(auth, good)).scope).toBe('predict');
    const { rows } = await auth.database.pool.query<{ password_hash: string }>('SELECT * FROM auth.users');
    for (const { password_hash } of rows)
      expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const trail = JSON.stringify(await auditTrail(auth));
    expect(trail).toContain('user.created');
    expect(trail).not.toContain(good.password);
  });

  test('refuses a name that is taken, in any case', async () => {
    await addUser(auth, 'ivan', 'predict');
    const answer = await post({ ...good, username: 'IVAN' });
    expect([answer.status, answer.body.code]).toEqual([409, 'username_taken']);
  });

  test.each([
    [
      'a password of 64 characters and more (ASVS 6.2.9)',
      { username: 'long', password: 'seven tall ships '.repeat(14) },
    ],
    ['a password without digits or signs (ASVS 6.2.5)', { username: 'plain', password: 'onlylettershere' }],
    ['a password in any script', { username: 'script', password: 'пароль из букв 🗝' }],
    ['a person without scopes', { username: 'noscope', scopes: [] }],
  ])('takes %s', async (_case, changes) => {
    const person = { ...good, ...changes };
    expect((await post(person)).status).toBe(201);
    const answer = await send('POST', `${auth.url}/login`, {
      json: { username: person.username, password: person.password },
    });
    expect(answer.status).toBe(person.scopes.length === 0 ? 400 : 200);
  });

  test.each([
    ['no fields', {}, [['username'], ['password'], ['scopes']]],
    ['a short password (ASVS 6.2.1)', { ...good, password: 'sevench' }, [['password']]],
    ['a common password (ASVS 6.2.4)', { ...good, password: 'Football2024!' }, [['password']]],
    ['a password with the name in it', { ...good, password: 'Hana likes umbrellas' }, [['password']]],
    ['a name with spaces', { ...good, username: 'ha na' }, [['username']]],
    ['a name that looks like a path', { ...good, username: '../etc' }, [['username']]],
    ['an unknown scope', { ...good, scopes: ['predict', 'root'] }, [['scopes', 1]]],
    ['a scope named twice', { ...good, scopes: ['predict', 'predict'] }, [['scopes']]],
    ['scopes that are no list', { ...good, scopes: 'predict' }, [['scopes']]],
    ['a field of its own (ASVS 15.3.3)', { ...good, id: 1 }, [[]]],
  ])('names every field of %s', async (_case, person, paths) => {
    const answer = await post(person);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(issuePaths(answer)).toEqual(paths);
  });
});

describe('GET /users', () => {
  test('lists people in pages, without anything secret (ASVS 8.2.3)', async () => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { body } = await send('GET', `${auth.url}/users?limit=2${after}`, { token });
      for (const user of body.users as Record<string, unknown>[]) {
        expect(Object.keys(user)).toEqual(['id', 'username', 'scopes', 'disabled', 'created_at']);
        seen.push(String(user.username));
      }
      if (body.next === undefined) break;
      after = `&after=${body.next}`;
    }
    expect(seen).toContain('admin');
    expect(seen).toEqual([...new Set(seen)].sort());
  });

  test.each(['limit=0', 'limit=1001', 'limit=x', 'after=%00'])(
    'refuses ?%s with its field',
    async (query) => {
      const answer = await send('GET', `${auth.url}/users?${query}`, { token });
      expect([answer.status, answer.body.issues[0].path]).toEqual([400, [query.split('=')[0]]]);
    },
  );
});

describe('DELETE /users/{name}', () => {
  test('ends the sessions of the person at once (ASVS 7.4.2)', async () => {
    const session = await signIn(auth, await addUser(auth, 'jo', 'predict'));
    expect((await remove('JO')).status).toBe(204);
    expect((await send('GET', `${auth.url}/me`, { token: session.access_token })).status).toBe(401);
    expect((await refresh(auth, session.refresh_token)).status).toBe(400);
    expect((await auditTrail(auth)).at(-1)).toMatchObject({ action: 'user.deleted', subject: 'jo' });
  });

  test('answers 404 for names that do not or cannot exist', async () => {
    for (const name of ['nobody', '%00', 'a%20b', 'x'.repeat(300)]) {
      const answer = await remove(name);
      expect([answer.status, answer.body.code]).toEqual([404, 'user_not_found']);
    }
  });

  test('keeps the last admin', async () => {
    const answer = await remove(ADMIN.username);
    expect([answer.status, answer.body.code]).toEqual([409, 'last_admin']);
  });

  test('keeps one of two admins who delete each other at once (ASVS 15.4.2)', async () => {
    await addUser(auth, 'kim', 'admin');
    // Somebody is just deleting kim.
    const other = await auth.database.pool.connect();
    await other.query('BEGIN');
    await other.query("SELECT 1 FROM auth.users WHERE 'admin' = ANY(scopes) FOR UPDATE");
    await other.query("DELETE FROM auth.users WHERE username = 'kim'");
    const removal = remove(ADMIN.username);
    await untilWaitingOr(removal);
    await other.query('COMMIT');
    other.release();
    expect([(await removal).status, (await removal).body.code]).toEqual([409, 'last_admin']);
  });
});

describe('DELETE /users/{name}/sessions', () => {
  test('signs a person out everywhere (ASVS 7.4.5)', async () => {
    const person = { username: 'lea', password: 'seven green umbrellas' };
    await post({ ...person, scopes: ['predict'] });
    const session = await signIn(auth, person);
    const end = (name: string) => send('DELETE', `${auth.url}/users/${name}/sessions`, { token });
    expect((await end('lea')).status).toBe(204);
    expect((await send('GET', `${auth.url}/me`, { token: session.access_token })).status).toBe(401);
    expect((await signIn(auth, person)).scope).toBe('predict');
    expect((await end('nobody')).status).toBe(404);
  });
});

/** Resolves when a request waits for a lock in the test's database, or is answered without. */
async function untilWaitingOr(answered: Promise<unknown>): Promise<void> {
  let ended = false;
  void answered.finally(() => (ended = true));
  const waiting =
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  await until(async () => ended || (await auth.database.pool.query(waiting)).rows.length > 0);
}
