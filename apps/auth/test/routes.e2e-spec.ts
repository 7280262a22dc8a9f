import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GuardedRoute, RouteAccess } from '@plumbline/access';
import { addUser, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import product from '../../../package.json' with { type: 'json' };
import { send } from './requests.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

const routes = () => auth.app.nest.get(RouteAccess, { strict: false }).routes;
const withRule = (rule: string) =>
  routes()
    .filter((route) => route.rule === rule)
    .map(({ method, path }) => `${method} ${path}`)
    .sort();
const call = ({ method, path }: GuardedRoute, token?: string) =>
  send(method, `${auth.url}${path.replaceAll(/:\w+/g, 'x')}`, { token });

describe('the routes of auth', () => {
  test('change only together with the snapshot of the OpenAPI document', async () => {
    const { body } = await send('GET', `${auth.url}/docs/json`);
    expect(body).toMatchSnapshot({ info: { version: expect.any(String) } });
    expect(body['info']).toMatchObject({ version: product.version });
  });

  test('are public, open to any token or for admins exactly as listed here (ASVS 8.2.1)', () => {
    expect(withRule('public')).toEqual([
      'GET /.well-known/jwks.json',
      'GET /.well-known/oauth-authorization-server',
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'POST /login',
      'POST /oauth/introspect',
      'POST /oauth/revoke',
      'POST /oauth/token',
    ]);
    expect(withRule('token')).toEqual(['GET /me', 'POST /logout', 'PUT /users/:name/password']);
    expect(withRule('admin')).toEqual([
      'DELETE /clients/:id',
      'DELETE /keys/:kid',
      'DELETE /users/:name',
      'DELETE /users/:name/sessions',
      'GET /audit',
      'GET /clients',
      'GET /keys',
      'GET /users',
      'PATCH /clients/:id',
      'PATCH /users/:name',
      'POST /clients',
      'POST /clients/:id/secret',
      'POST /keys/rotate',
      'POST /users',
    ]);
  });

  test('that are guarded answer 401 without a token, and 403 without the scope', async () => {
    const { access_token } = await signIn(auth, await addUser(auth, 'pat', 'predict', 'feedback', 'monitor'));
    for (const route of routes().filter(({ rule }) => rule !== 'public')) {
      expect([route, (await call(route)).status]).toEqual([route, 401]);
      if (route.rule !== 'token')
        expect([route, (await call(route, access_token)).status]).toEqual([route, 403]);
    }
  });

  test('are the ones that the OpenAPI document lists, public ones as such', async () => {
    const { body } = await send('GET', `${auth.url}/docs/json`);
    const operations = Object.entries(body.paths as Record<string, Record<string, { security?: object[] }>>);
    const documented = operations.flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const served = routes().map(({ method, path }) => `${method} ${path}`);
    expect(documented.sort()).toEqual(served.sort());
    expect(body.paths['/login'].post.security).toEqual([{}]);
    expect(body.paths['/users'].get.security).toEqual([{ bearer: ['admin'] }]);
  });

  test('that do not exist answer 404 with a code', async () => {
    const answer = await send('GET', `${auth.url}/register`);
    expect([answer.status, answer.body.code]).toEqual([404, 'route_not_found']);
  });
});
