import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, addUser, auditTrail, introspect, metric, refresh, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import { type Answer, send } from './requests.js';

let auth: AuthService;
let basic: string;

beforeAll(async () => {
  auth = await startAuth();
  basic = (await addClient(auth, 'watcher', 'monitor')).basic;
});
afterAll(() => auth.close());

const refused = ({ status, body }: Answer) => [status, String(body.error)];
const INVALID = [400, 'invalid_grant'];

describe('POST /oauth/token with a refresh token that is no good', () => {
  test('ends the whole session when a used token comes back (RFC 9700, 4.14.2; ASVS 10.4.5)', async () => {
    const first = await signIn(auth);
    const second = await refresh(auth, first.refresh_token);
    const third = await refresh(auth, String(second.body.refresh_token));
    expect(refused(await refresh(auth, first.refresh_token))).toEqual(INVALID);
    for (const token of [second.body.refresh_token, third.body.refresh_token] as string[]) {
      expect(refused(await refresh(auth, token))).toEqual(INVALID);
      expect(await introspect(auth, basic, token)).toEqual({ active: false });
    }
    expect(await introspect(auth, basic, String(third.body.access_token))).toEqual({ active: false });
    expect(await metric(auth, 'auth_refresh_total{result="reused"}')).toBe(1);
    expect(await auditTrail(auth)).toContainEqual(expect.objectContaining({ action: 'token.reused' }));
  });

  test('ends the session when a lost answer is asked for too late', async () => {
    const { refresh_token } = await signIn(auth);
    const { body } = await refresh(auth, refresh_token);
    auth.clock.advanceSeconds(11);
    expect(refused(await refresh(auth, refresh_token))).toEqual(INVALID);
    expect(refused(await refresh(auth, String(body.refresh_token)))).toEqual(INVALID);
  });

  test('leaves other sessions of the same person alone', async () => {
    const [stolen, other] = [await signIn(auth), await signIn(auth)];
    await refresh(auth, String((await refresh(auth, stolen.refresh_token)).body.refresh_token));
    expect(refused(await refresh(auth, stolen.refresh_token))).toEqual(INVALID);
    expect((await refresh(auth, other.refresh_token)).status).toBe(200);
  });

  test('refuses a token that was not used for a week (ASVS 7.3.1)', async () => {
    const { refresh_token } = await signIn(auth);
    auth.clock.advanceSeconds(7 * 86_400);
    expect(refused(await refresh(auth, refresh_token))).toEqual(INVALID);
  });

  test('refuses every token of a session that is 30 days old (ASVS 7.3.2, 10.4.8)', async () => {
    let { refresh_token } = await signIn(auth);
    for (let week = 0; week < 4; week += 1) {
      auth.clock.advanceSeconds(6 * 86_400);
      refresh_token = String((await refresh(auth, refresh_token)).body.refresh_token);
    }
    auth.clock.advanceSeconds(6 * 86_400);
    expect(refused(await refresh(auth, refresh_token))).toEqual(INVALID);
  });

  test('refuses the token of a person who was deleted, and of a session that was ended', async () => {
    const gone = await signIn(auth, await addUser(auth, 'gone', 'predict'));
    const ended = await signIn(auth);
    const { access_token: token } = await signIn(auth);
    await send('DELETE', `${auth.url}/users/gone`, { token });
    await send('POST', `${auth.url}/logout`, { token: ended.access_token });
    expect(refused(await refresh(auth, gone.refresh_token))).toEqual(INVALID);
    expect(refused(await refresh(auth, ended.refresh_token))).toEqual(INVALID);
  });

  test.each([
    ['an unknown token', 'invalid_grant', { refresh_token: 'A'.repeat(43) }],
    ['text that cannot be a token', 'invalid_grant', { refresh_token: "' OR '" }],
    ['no token', 'invalid_request', {}],
    ['a token that is too long', 'invalid_request', { refresh_token: 'A'.repeat(5_000) }],
  ])('answers %s with %s', async (_case, error, form: Record<string, string>) => {
    const answer = await send('POST', `${auth.url}/oauth/token`, {
      form: { grant_type: 'refresh_token', ...form },
    });
    expect(refused(answer)).toEqual([400, error]);
  });

  test("does not give people's sessions to machine clients, nor machines a public client", async () => {
    const { refresh_token } = await signIn(auth);
    const form = { grant_type: 'refresh_token', refresh_token };
    const url = `${auth.url}/oauth/token`;
    expect(refused(await send('POST', url, { form, headers: { authorization: basic } }))).toEqual([
      400,
      'unauthorized_client',
    ]);
    expect(refused(await send('POST', url, { form: { ...form, client_id: 'watcher' } }))).toEqual([
      401,
      'invalid_client',
    ]);
    expect((await refresh(auth, refresh_token)).status).toBe(200);
  });

  test('stores nothing that a token can be made from (ASVS 7.2.3)', async () => {
    const { refresh_token } = await signIn(auth);
    const { body } = await refresh(auth, refresh_token);
    const { rows } = await auth.database.pool.query('SELECT * FROM auth.refresh_tokens');
    expect(JSON.stringify(rows)).not.toContain(refresh_token);
    expect(JSON.stringify(rows)).not.toContain(String(body.refresh_token));
    expect(Buffer.from(refresh_token, 'base64url')).toHaveLength(32);
  });
});
