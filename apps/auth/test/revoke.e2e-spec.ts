import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, auditTrail, introspect, refresh, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import { type Answer, send } from './requests.js';

let auth: AuthService;
let robot: { id: string; secret: string; basic: string };
let other: { id: string; secret: string; basic: string };

beforeAll(async () => {
  auth = await startAuth();
  robot = await addClient(auth, 'robot', 'predict');
  other = await addClient(auth, 'other', 'predict');
});
afterAll(() => auth.close());

function revoke(token: string, authorization?: string, more: Record<string, string> = {}): Promise<Answer> {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  return send('POST', `${auth.url}/oauth/revoke`, { form: { token, ...more }, headers });
}

async function robotToken(): Promise<string> {
  const form = { grant_type: 'client_credentials' };
  const answer = await send('POST', `${auth.url}/oauth/token`, {
    form,
    headers: { authorization: robot.basic },
  });
  return String(answer.body.access_token);
}

describe('POST /oauth/revoke (RFC 7009)', () => {
  test('ends the whole session of a refresh token', async () => {
    const { access_token, refresh_token } = await signIn(auth);
    const answer = await revoke(refresh_token, undefined, {
      token_type_hint: 'refresh_token',
      client_id: 'plumbline',
    });
    expect([answer.status, answer.body]).toEqual([200, '']);
    expect((await refresh(auth, refresh_token)).body.error).toBe('invalid_grant');
    expect(await introspect(auth, robot.basic, access_token)).toEqual({ active: false });
    expect((await send('GET', `${auth.url}/me`, { token: access_token })).status).toBe(401);
  });

  test('ends one access token and leaves its session alone', async () => {
    const { access_token, refresh_token } = await signIn(auth);
    expect((await revoke(access_token)).status).toBe(200);
    expect(await introspect(auth, robot.basic, access_token)).toEqual({ active: false });
    expect((await refresh(auth, refresh_token)).status).toBe(200);
  });

  test("ends a machine client's own token", async () => {
    const token = await robotToken();
    expect(await introspect(auth, other.basic, token)).toMatchObject({ active: true });
    expect((await revoke(token, robot.basic)).status).toBe(200);
    expect(await introspect(auth, other.basic, token)).toEqual({ active: false });
  });

  test('answers 200 for a token that is unknown, ended or no token', async () => {
    const { refresh_token } = await signIn(auth);
    await revoke(refresh_token);
    for (const token of [refresh_token, 'A'.repeat(43), 'nonsense', 'a.b.c']) {
      expect((await revoke(token)).status).toBe(200);
    }
  });

  test('does not let a client end what belongs to another one', async () => {
    const token = await robotToken();
    const { refresh_token } = await signIn(auth);
    const answers = [
      await revoke(token, other.basic),
      await revoke(token),
      await revoke(refresh_token, robot.basic),
    ];
    expect(answers.map(({ status, body }) => [status, String(body.error)])).toEqual([
      [400, 'unauthorized_client'],
      [401, 'invalid_client'],
      [400, 'unauthorized_client'],
    ]);
    expect(await introspect(auth, robot.basic, token)).toMatchObject({ active: true });
    expect((await refresh(auth, refresh_token)).status).toBe(200);
  });

  test.each([
    ['no token', 400, 'invalid_request', { form: {} }],
    [
      'a wrong secret',
      401,
      'invalid_client',
      { form: { token: 'x', client_id: 'robot', client_secret: 'x' } },
    ],
    ['JSON', 400, 'invalid_request', { json: { token: 'x' } }],
  ])('answers %s with %i %s', async (_case, status, error, request: object) => {
    const answer = await send('POST', `${auth.url}/oauth/revoke`, request);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
  });

  test('is audited once', async () => {
    const { refresh_token } = await signIn(auth);
    const before = (await auditTrail(auth)).length;
    await revoke(refresh_token);
    await revoke(refresh_token);
    expect((await auditTrail(auth)).slice(before)).toMatchObject([
      { action: 'token.revoked', address: '127.0.0.1', detail: { kind: 'refresh' } },
    ]);
  });
});
