import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, addUser, auditTrail, refresh, signIn } from './accounts.js';
import { ADMIN, type AuthService, startAuth } from './auth-service.js';
import { send } from './requests.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

const me = (token?: string) => send('GET', `${auth.url}/me`, { token });
const logout = (token: string, json?: unknown) => send('POST', `${auth.url}/logout`, { token, json });

describe('GET /me', () => {
  test('describes a person with their live sessions (ASVS 7.5.2)', async () => {
    const ann = await addUser(auth, 'ann', 'predict', 'feedback');
    const [first] = [await signIn(auth, ann), await signIn(auth, ann)];
    const { status, headers, body } = await me(first.access_token);
    const session = {
      id: expect.any(String),
      created_at: expect.any(String),
      last_used_at: expect.any(String),
      expires_at: expect.any(String),
    };
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      username: 'ann',
      scopes: ['predict', 'feedback'],
      allowed_scopes: ['predict', 'feedback'],
      created_at: auth.clock.now().toISOString(),
      sessions: [
        { ...session, current: true },
        { ...session, current: false },
      ],
    });
  });

  test('describes a machine client', async () => {
    const { basic } = await addClient(auth, 'robot', 'predict');
    const form = { grant_type: 'client_credentials' };
    const { body } = await send('POST', `${auth.url}/oauth/token`, {
      form,
      headers: { authorization: basic },
    });
    expect((await me(String(body.access_token))).body).toEqual({ client_id: 'robot', scopes: ['predict'] });
    const answer = await logout(String(body.access_token));
    expect([answer.status, answer.body.code]).toEqual([400, 'no_session']);
  });

  test('needs a token that is valid now', async () => {
    const { access_token } = await signIn(auth);
    expect((await me()).body.code).toBe('access_token_missing');
    expect((await me(`${access_token.slice(0, -4)}AAAA`)).body.reason).toBe('signature');
    auth.clock.advanceSeconds(906);
    const expired = await me(access_token);
    expect([expired.status, expired.body.reason]).toEqual([401, 'expired']);
    expect(expired.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});

describe('POST /logout', () => {
  test('ends the session of the token at once (ASVS 7.4.1)', async () => {
    const [session, other] = [await signIn(auth), await signIn(auth)];
    expect((await logout(session.access_token)).status).toBe(204);
    expect((await me(session.access_token)).body.reason).toBe('revoked');
    expect((await refresh(auth, session.refresh_token)).status).toBe(400);
    expect((await me(other.access_token)).status).toBe(200);
  });

  test('ends every session of the person', async () => {
    const [one, two] = [await signIn(auth), await signIn(auth)];
    expect((await logout(one.access_token, { all: true })).status).toBe(204);
    expect((await me(two.access_token)).status).toBe(401);
    expect((await auditTrail(auth)).at(-1)).toMatchObject({ action: 'logout', detail: { all: true } });
  });

  test('ends another session of the same person, and none of anybody else (ASVS 8.2.2)', async () => {
    const bea = await addUser(auth, 'bea', 'predict');
    const [mine, lost, admin] = [await signIn(auth, bea), await signIn(auth, bea), await signIn(auth)];
    const sessionOf = async (token: string): Promise<string> => {
      const { sessions } = (await me(token)).body as { sessions: { id: string; current: boolean }[] };
      return sessions.find(({ current }) => current)?.id ?? '';
    };
    const foreign = await logout(mine.access_token, { session_id: await sessionOf(admin.access_token) });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'session_not_found']);
    expect((await me(admin.access_token)).status).toBe(200);
    expect((await logout(mine.access_token, { session_id: await sessionOf(lost.access_token) })).status).toBe(
      204,
    );
    expect((await me(lost.access_token)).status).toBe(401);
    expect((await me(mine.access_token)).status).toBe(200);
  });

  test.each([
    ['a session id that is none', { session_id: 'x' }, 'session_id'],
    ['all and one', { all: true, session_id: '00000000-0000-4000-8000-000000000000' }, 'session_id'],
    ['all that is not a flag', { all: 'yes' }, 'all'],
  ])('names the field of %s', async (_case, json, field) => {
    const { access_token } = await signIn(auth);
    const answer = await logout(access_token, json);
    expect([answer.status, answer.body.issues[0].path]).toEqual([400, [field]]);
  });

  test('refuses fields that it does not know', async () => {
    const { access_token } = await signIn(auth);
    expect((await logout(access_token, { everyone: true })).body.code).toBe('validation_failed');
  });
});

describe('PUT /users/{name}/password', () => {
  const change = (token: string, name: string, json: unknown) =>
    send('PUT', `${auth.url}/users/${name}/password`, { token, json });

  test("changes one's own password with the current one and ends every session (ASVS 7.4.3)", async () => {
    const cleo = await addUser(auth, 'cleo', 'predict');
    const [here, there] = [await signIn(auth, cleo), await signIn(auth, cleo)];
    const next = 'seven green umbrellas';
    const answer = await change(here.access_token, 'Cleo', {
      current_password: cleo.password,
      new_password: next,
    });
    expect(answer.status).toBe(204);
    expect((await me(here.access_token)).status).toBe(401);
    expect((await refresh(auth, there.refresh_token)).status).toBe(400);
    await expect(signIn(auth, cleo)).rejects.toThrow('401');
    await signIn(auth, { ...cleo, password: next });
    expect(await auditTrail(auth)).toContainEqual(
      expect.objectContaining({
        action: 'user.password_changed',
        subject: 'cleo',
        detail: { sessions_ended: 2 },
      }),
    );
  });

  test('refuses a wrong current password, and counts it as a failed sign-in', async () => {
    const dan = await addUser(auth, 'dan', 'predict');
    const { access_token: token } = await signIn(auth, dan);
    const json = { current_password: 'wrong', new_password: 'seven green umbrellas' };
    const statuses = [];
    for (let attempt = 0; attempt < 11; attempt += 1)
      statuses.push((await change(token, 'dan', json)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(403), 429]);
    auth.clock.advanceSeconds(1);
    await signIn(auth, dan);
  });

  test("lets an admin change anybody's password, one's own only with the current one", async () => {
    const finn = await addUser(auth, 'finn', 'predict');
    const session = await signIn(auth, finn);
    const { access_token: token } = await signIn(auth);
    expect((await change(token, 'finn', { new_password: 'seven green umbrellas' })).status).toBe(204);
    expect((await me(session.access_token)).status).toBe(401);
    const own = await change(token, ADMIN.username, { new_password: 'seven green umbrellas' });
    expect([own.status, own.body.issues[0].path]).toEqual([400, ['current_password']]);
    expect((await change(token, 'nobody', { new_password: 'seven green umbrellas' })).body.code).toBe(
      'user_not_found',
    );
  });

  test('tells others nothing about which names exist (ASVS 8.2.1)', async () => {
    const { access_token: token } = await signIn(auth, await addUser(auth, 'gus', 'predict'));
    const json = { current_password: 'x', new_password: 'seven green umbrellas' };
    const [existing, missing] = [await change(token, 'admin', json), await change(token, 'nobody', json)];
    expect([existing.status, existing.body.code]).toEqual([403, 'not_your_account']);
    expect(missing.body).toEqual(existing.body);
  });

  test.each([
    ['no new password', {}],
    ['a short one', { new_password: 'seven' }],
    ['a common one', { new_password: 'P@ssword123' }],
    ['one with the name', { new_password: 'I am the admin here' }],
    ['an endless one', { new_password: 'x y'.repeat(100) }],
  ])('names the field of %s', async (_case, json) => {
    const { access_token: token } = await signIn(auth);
    const answer = await change(token, 'admin', { current_password: ADMIN.password, ...json });
    expect([answer.status, answer.body.issues[0].path]).toEqual([400, ['new_password']]);
  });
});
