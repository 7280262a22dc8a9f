import { SCOPES } from '@plumbline/access';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AuthService, startAuth } from './auth-service.js';
import { send } from './requests.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth({ AUTH_ISSUER: 'https://auth.example.org/' });
});
afterAll(() => auth.close());

describe('GET /.well-known/jwks.json', () => {
  test('has public keys only, and may be cached', async () => {
    const { status, headers, body } = await send('GET', `${auth.url}/.well-known/jwks.json`);
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
    const coordinate = expect.stringMatching(/^[\w-]{43}$/);
    expect(body).toEqual({
      keys: [
        { kty: 'EC', crv: 'P-256', x: coordinate, y: coordinate, kid: coordinate, use: 'sig', alg: 'ES256' },
      ],
    });
  });
});

describe('GET /.well-known/oauth-authorization-server (RFC 8414)', () => {
  test('describes endpoints that exist, and no password grant (ASVS 10.4.4)', async () => {
    const { status, body } = await send('GET', `${auth.url}/.well-known/oauth-authorization-server`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issuer: 'https://auth.example.org',
      scopes_supported: SCOPES,
      response_types_supported: [],
      grant_types_supported: ['client_credentials', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
    for (const [member, method] of [
      ['token_endpoint', 'POST'],
      ['revocation_endpoint', 'POST'],
      ['introspection_endpoint', 'POST'],
      ['jwks_uri', 'GET'],
      ['service_documentation', 'GET'],
    ] as const) {
      const { pathname } = new URL(String(body[member]));
      expect((await send(method, `${auth.url}${pathname}`)).status).not.toBe(404);
    }
  });
});

describe('the documents that every service has', () => {
  test('health says that the database answers', async () => {
    expect((await send('GET', `${auth.url}/health`)).body).toEqual({
      status: 'ok',
      checks: { database: 'ok' },
    });
    expect((await send('GET', `${auth.url}/health/ready`)).status).toBe(200);
  });

  test('metrics have every bounded series from the start', async () => {
    const { body } = await send('GET', `${auth.url}/metrics`);
    const series = String(body)
      .split('\n')
      .filter((line) => /^(auth_|token_verif)/.test(line));
    expect(series.sort()).toEqual([
      'auth_lockouts_total{limit="account"} 0',
      'auth_lockouts_total{limit="address"} 0',
      'auth_lockouts_total{limit="client"} 0',
      'auth_lockouts_total{limit="client_address"} 0',
      'auth_lockouts_total{limit="device"} 0',
      'auth_lockouts_total{limit="pair"} 0',
      'auth_logins_total{result="failure"} 0',
      'auth_logins_total{result="success"} 0',
      'auth_logins_total{result="throttled"} 0',
      'auth_refresh_total{result="expired"} 0',
      'auth_refresh_total{result="grace"} 0',
      'auth_refresh_total{result="reused"} 0',
      'auth_refresh_total{result="rotated"} 0',
      'auth_refresh_total{result="unknown"} 0',
      'auth_tokens_issued_total{grant="client_credentials"} 0',
      'auth_tokens_issued_total{grant="password"} 0',
      'auth_tokens_issued_total{grant="refresh_token"} 0',
      'token_verifications_total{result="cached"} 0',
      'token_verifications_total{result="refused"} 0',
      'token_verifications_total{result="verified"} 0',
    ]);
  });
});
