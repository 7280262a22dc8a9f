import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, addUser, introspect, refresh, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import { send } from './requests.js';

let auth: AuthService;
let basic: string;

beforeAll(async () => {
  auth = await startAuth();
  basic = (await addClient(auth, 'gateway', 'monitor')).basic;
});
afterAll(() => auth.close());

describe('POST /oauth/introspect (RFC 7662)', () => {
  test('describes an access token that can be used', async () => {
    const { access_token } = await signIn(auth, undefined, 'predict feedback');
    const nowS = Math.floor(auth.clock.now().getTime() / 1000);
    expect(await introspect(auth, basic, access_token)).toEqual({
      active: true,
      token_type: 'Bearer',
      scope: 'predict feedback',
      client_id: 'plumbline',
      sub: expect.stringMatching(/^[\da-f-]{36}$/),
      aud: 'plumbline',
      iss: 'http://localhost:8001',
      jti: expect.any(String),
      exp: nowS + 900,
    });
  });

  test('describes a refresh token until it is used', async () => {
    const { refresh_token } = await signIn(auth);
    expect(await introspect(auth, basic, refresh_token)).toMatchObject({
      active: true,
      client_id: 'plumbline',
    });
    await refresh(auth, refresh_token);
    expect(await introspect(auth, basic, refresh_token)).toEqual({ active: false });
  });

  test('says nothing but inactive of what expired or is no token', async () => {
    const { access_token, refresh_token } = await signIn(auth);
    auth.clock.advanceSeconds(906);
    expect(await introspect(auth, basic, access_token)).toEqual({ active: false });
    auth.clock.advanceSeconds(7 * 86_400);
    for (const token of [refresh_token, 'A'.repeat(43), 'nonsense', `${access_token}x`]) {
      expect(await introspect(auth, basic, token)).toEqual({ active: false });
    }
  });

  test('knows at once of a deleted person and a deleted client', async () => {
    const dora = await signIn(auth, await addUser(auth, 'dora', 'predict'));
    const robot = await addClient(auth, 'robot', 'predict');
    const form = { grant_type: 'client_credentials' };
    const headers = { authorization: robot.basic };
    const { body } = await send('POST', `${auth.url}/oauth/token`, { form, headers });
    const { access_token: token } = await signIn(auth);
    await send('DELETE', `${auth.url}/users/dora`, { token });
    await send('DELETE', `${auth.url}/clients/robot`, { token });
    expect(await introspect(auth, basic, dora.access_token)).toEqual({ active: false });
    expect(await introspect(auth, basic, String(body.access_token))).toEqual({ active: false });
    expect((await send('POST', `${auth.url}/oauth/token`, { form, headers })).status).toBe(401);
  });

  test('is for clients with a secret only', async () => {
    const { access_token } = await signIn(auth);
    const url = `${auth.url}/oauth/introspect`;
    for (const request of [
      send('POST', url, { form: { token: access_token } }),
      send('POST', url, { form: { token: access_token }, token: access_token }),
      send('POST', url, { form: { token: access_token, client_id: 'plumbline' } }),
    ]) {
      const answer = await request;
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="plumbline"');
    }
    const empty = await send('POST', url, { form: { token: '' }, headers: { authorization: basic } });
    expect([empty.status, empty.body.error]).toEqual([400, 'invalid_request']);
  });
});
