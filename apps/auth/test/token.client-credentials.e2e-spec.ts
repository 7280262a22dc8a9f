import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, auditTrail, metric } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import { type Answer, send } from './requests.js';

let auth: AuthService;
let prometheus: { id: string; secret: string; basic: string };

beforeAll(async () => {
  auth = await startAuth();
  prometheus = await addClient(auth, 'prometheus', 'monitor', 'retrain');
});
afterAll(() => auth.close());

function ask(form: Record<string, string>, authorization?: string): Promise<Answer> {
  return send('POST', `${auth.url}/oauth/token`, {
    form: { grant_type: 'client_credentials', ...form },
    headers: authorization === undefined ? {} : { authorization },
  });
}

describe('POST /oauth/token with client_credentials (RFC 6749, 4.4)', () => {
  test('takes the secret as HTTP Basic or in the form, and gives no refresh token', async () => {
    const inForm = { client_id: prometheus.id, client_secret: prometheus.secret };
    for (const answer of [await ask({}, prometheus.basic), await ask(inForm)]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.body).toEqual({
        access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        token_type: 'Bearer',
        expires_in: 900,
        scope: 'monitor retrain',
      });
    }
  });

  test('issues a short-lived RFC 9068 access token for the client (ASVS 13.2.1)', async () => {
    const { body } = await ask({ scope: 'retrain' }, prometheus.basic);
    const [header, payload] = String(body.access_token)
      .split('.')
      .slice(0, 2)
      .map((part): unknown => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
    const iat = Math.floor(auth.clock.now().getTime() / 1000);
    expect(payload).toEqual({
      iss: 'http://localhost:8001',
      aud: 'plumbline',
      sub: 'prometheus',
      client_id: 'prometheus',
      client_instance: expect.stringMatching(/^[\da-f-]{36}$/),
      scope: 'retrain',
      jti: expect.stringMatching(/^[\da-f-]{36}$/),
      iat,
      exp: iat + 900,
    });
  });

  test('decodes form-encoded Basic credentials', async () => {
    const encoded = Buffer.from(`prometheu%73:${prometheus.secret}`).toString('base64');
    expect((await ask({}, `basic ${encoded}`)).status).toBe(200);
  });

  test.each([
    [
      'a scope that the client does not have',
      400,
      'invalid_scope',
      () => ask({ scope: 'admin' }, prometheus.basic),
    ],
    [
      'a scope that does not exist',
      400,
      'invalid_scope',
      () => ask({ scope: 'monitor everything' }, prometheus.basic),
    ],
    ['no credentials', 401, 'invalid_client', () => ask({})],
    ['an id without a secret', 401, 'invalid_client', () => ask({ client_id: 'prometheus' })],
    ['the client of people', 401, 'invalid_client', () => ask({ client_id: 'plumbline' })],
    ['a wrong secret', 401, 'invalid_client', () => ask({ client_id: 'prometheus', client_secret: 'x' })],
    [
      'an unknown client',
      401,
      'invalid_client',
      () => ask({ client_id: 'nobody', client_secret: prometheus.secret }),
    ],
    ['a client id with NUL', 400, 'invalid_request', () => ask({ client_id: '\u0000', client_secret: 'x' })],
    ['a bearer token', 401, 'invalid_client', () => ask({}, 'Bearer x')],
    ['Basic without a colon', 401, 'invalid_client', () => ask({}, 'Basic cHJvbWV0aGV1cw==')],
    [
      'Basic that is not form-encoded',
      401,
      'invalid_client',
      () => ask({}, `Basic ${Buffer.from('a%:b').toString('base64')}`),
    ],
    ['two ways to authenticate', 400, 'invalid_request', () => ask({ client_secret: 'x' }, prometheus.basic)],
    ['two client ids', 400, 'invalid_request', () => ask({ client_id: 'other' }, prometheus.basic)],
    ['a secret without an id', 400, 'invalid_request', () => ask({ client_secret: 'x' })],
    ['no grant type', 400, 'invalid_request', () => ask({ grant_type: '' }, prometheus.basic)],
    [
      'the password grant (ASVS 10.4.4)',
      400,
      'unsupported_grant_type',
      () => ask({ grant_type: 'password', username: 'admin', password: 'x' }, prometheus.basic),
    ],
    [
      'another grant',
      400,
      'unsupported_grant_type',
      () => ask({ grant_type: 'authorization_code', code: 'x' }, prometheus.basic),
    ],
    [
      'a parameter sent twice',
      400,
      'invalid_request',
      () =>
        send('POST', `${auth.url}/oauth/token`, {
          form: [
            ['grant_type', 'client_credentials'],
            ['scope', 'a'],
            ['scope', 'b'],
          ],
        }),
    ],
    [
      'JSON instead of a form',
      400,
      'invalid_request',
      () => send('POST', `${auth.url}/oauth/token`, { json: { grant_type: 'client_credentials' } }),
    ],
    ['no body', 400, 'invalid_request', () => send('POST', `${auth.url}/oauth/token`)],
  ])('answers %s with %i %s', async (_case, status, error, attempt) => {
    const answer = await attempt();
    expect([answer.status, answer.body.error]).toEqual([status, error]);
    expect(Object.keys(answer.body as object)).toEqual(['error', 'error_description']);
    expect(answer.body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="plumbline"' : null);
  });

  test('gives a wrong secret and an unknown client the same answer', async () => {
    const wrong = await ask({ client_id: 'prometheus', client_secret: 'x' });
    expect((await ask({ client_id: 'nobody', client_secret: 'x' })).body).toEqual(wrong.body);
  });

  test('counts and audits tokens and refusals', async () => {
    await ask({ scope: 'monitor' }, prometheus.basic);
    await ask({ client_id: 'prometheus', client_secret: 'x' });
    const trail = await auditTrail(auth);
    expect(trail.findLast(({ action }) => action === 'token.issued')).toMatchObject({
      actor: 'prometheus',
      address: '127.0.0.1',
      detail: { scope: 'monitor' },
    });
    expect(trail).toContainEqual(
      expect.objectContaining({
        action: 'client_authentication.failed',
        subject: 'prometheus',
        address: '127.0.0.1',
      }),
    );
    expect(await metric(auth, 'auth_tokens_issued_total{grant="client_credentials"}')).toBeGreaterThan(0);
    expect(
      await metric(
        auth,
        'api_errors_total{service="auth",endpoint="/oauth/token",error_type="invalid_client"}',
      ),
    ).toBeGreaterThan(0);
  });
});
