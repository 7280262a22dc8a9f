import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, addUser, auditTrail, introspect, metric, refresh, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

describe('POST /oauth/token with a refresh token', () => {
  test('gives a new access token and a new refresh token of the same session', async () => {
    const first = await signIn(auth);
    const second = await refresh(auth, first.refresh_token, { client_id: 'plumbline' });
    expect(second.status).toBe(200);
    expect(second.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      scope: first.scope,
    });
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(auth, String(second.body.refresh_token))).status).toBe(200);
  });

  test('narrows the access token to the scope asked for, and no later one', async () => {
    const { refresh_token } = await signIn(auth);
    const narrow = await refresh(auth, refresh_token, { scope: 'predict' });
    expect(narrow.body.scope).toBe('predict');
    const wide = await refresh(auth, String(narrow.body.refresh_token));
    expect(wide.body.scope).toBe(
      'predict feedback feedback:any monitor models retrain retrain:approve admin',
    );
  });

  test('does not widen what was asked for at sign-in', async () => {
    const { refresh_token } = await signIn(auth, undefined, 'predict feedback');
    const answer = await refresh(auth, refresh_token, { scope: 'admin' });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_scope']);
    expect((await refresh(auth, refresh_token)).body.scope).toBe('predict feedback');
  });

  test('gives a client that lost the answer the same successor again', async () => {
    const { refresh_token: lost } = await signIn(auth);
    const successor = String((await refresh(auth, lost)).body.refresh_token);
    auth.clock.advanceSeconds(10);
    const again = await refresh(auth, lost);
    expect([again.status, again.body.refresh_token]).toEqual([200, successor]);
    expect((await refresh(auth, successor)).status).toBe(200);
  });

  test('of ten refreshes at once exactly one rotates, and there is one live token afterwards', async () => {
    const { basic } = await addClient(auth, 'watcher', 'monitor');
    const { refresh_token } = await signIn(auth, await addUser(auth, 'eve', 'predict'));
    const rotatedBefore = await metric(auth, 'auth_refresh_total{result="rotated"}');
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(auth, refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const successors = [...new Set(answers.map(({ body }) => String(body.refresh_token)))];
    expect(successors).toHaveLength(1);
    expect(await metric(auth, 'auth_refresh_total{result="rotated"}')).toBe((rotatedBefore ?? 0) + 1);
    expect(await introspect(auth, basic, refresh_token)).toEqual({ active: false });
    expect(await introspect(auth, basic, successors[0] as string)).toMatchObject({ active: true });
    const { rows } = await auth.database.pool.query(
      `SELECT 1 FROM auth.refresh_tokens JOIN auth.sessions s ON s.id = session_id
       JOIN auth.users u ON u.id = user_id WHERE username = 'eve' AND used_at IS NULL`,
    );
    expect(rows).toHaveLength(1);
  });

  test('stays usable for as long as it is refreshed in time, up to the age limit of the session', async () => {
    let { refresh_token } = await signIn(auth);
    for (let day = 0; day < 28; day += 7) {
      auth.clock.advanceSeconds(7 * 86_400 - 1);
      const answer = await refresh(auth, refresh_token);
      expect(answer.status).toBe(200);
      refresh_token = String(answer.body.refresh_token);
    }
    auth.clock.advanceSeconds(2 * 86_400 + 4);
    expect((await refresh(auth, refresh_token)).body.error).toBe('invalid_grant');
  });

  test('is audited', async () => {
    const { refresh_token } = await signIn(auth);
    await refresh(auth, refresh_token);
    expect((await auditTrail(auth)).slice(-2)).toMatchObject([
      { action: 'login.succeeded', subject: 'admin', address: '127.0.0.1' },
      { action: 'token.refreshed', address: '127.0.0.1' },
    ]);
  });
});
