import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addUser, metric, type Person } from '../apps/auth/test/accounts.js';
import { ADMIN, type AuthService, startAuth } from '../apps/auth/test/auth-service.js';
import { type Answer, send } from '../apps/auth/test/requests.js';
import { type RunningApp, startApp } from '../apps/predict/test/running-app.js';
import { toyModels } from '../apps/predict/test/toy-models.js';

/** What a browser sends with a request of a page of predict. */
const OWN = { 'sec-fetch-site': 'same-origin' };
const PROXY = '127.0.0.1';

let auth: AuthService;
let predict: RunningApp;
beforeAll(async () => {
  auth = await startAuth({
    // Shorter than the time before the end at which predict renews tokens: each request renews.
    AUTH_ACCESS_TOKEN_TTL_S: '60',
    AUTH_TRUSTED_PROXIES: PROXY,
    AUTH_LOGIN_ATTEMPTS: '2',
  });
  predict = await startPredict();
});
afterAll(async () => {
  await predict?.close();
  await auth?.close();
});

const startPredict = (environment: Record<string, string> = {}) =>
  startApp({
    AUTH_URL: auth.url,
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'mood',
    PREDICT_TRUSTED_PROXIES: PROXY,
    ...environment,
  });

const request = (method: string, path: string, headers: Record<string, string> = {}, json?: unknown) =>
  send(method, predict.url + path, { headers: { ...OWN, ...headers }, json });

/** The cookies that an answer sets, as a browser sends them back. */
const cookiesOf = ({ headers }: Answer) =>
  headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');

async function signIn(person: Person = ADMIN, headers: Record<string, string> = {}): Promise<string> {
  const answer = await request('POST', '/session', headers, person);
  expect(answer.status).toBe(200);
  return cookiesOf(answer);
}

describe('a session', () => {
  test('is a cookie that scripts cannot read, and authenticates its requests with the scopes of the person', async () => {
    const kim = await addUser(auth, 'kim', 'predict');
    const answer = await request('POST', '/session', {}, { ...kim, username: 'Kim' });
    expect(answer.body).toEqual({
      user: { id: expect.stringMatching(/^[\da-f-]{36}$/), username: 'kim', scopes: ['predict'] },
    });
    const [device, session] = answer.headers.getSetCookie();
    expect(device).toMatch(/^plumbline_device_/);
    expect(session).toMatch(
      /^plumbline_session_[\da-f]{8}=[\w-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const cookie = cookiesOf(answer);
    expect((await request('GET', '/session', { cookie })).body).toEqual(answer.body);
    const models = await request('GET', '/models', { cookie });
    expect([models.status, models.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect((await request('GET', '/audit', { cookie })).body).toMatchObject({ code: 'insufficient_scope' });
  });

  test('is renewed at auth, once for requests that come together', async () => {
    const refreshes = () =>
      Promise.all(
        ['rotated', 'grace'].map(
          async (result) => (await metric(auth, `auth_refresh_total{result="${result}"}`)) ?? 0,
        ),
      );
    const cookie = await signIn();
    const [before = 0, repeated = 0] = await refreshes();
    const answers = await Promise.all(Array.from({ length: 8 }, () => request('GET', '/models', { cookie })));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await refreshes()).toEqual([before + 1, repeated]);
    const next = cookiesOf(answers[0]!);
    expect((await request('GET', '/models', { cookie: next })).status).toBe(200);
    expect(await refreshes()).toEqual([before + 2, repeated]);
  });

  test('ends at once here, before its access token expires', async () => {
    const patient = await startAuth();
    const service = await startPredict({ AUTH_URL: patient.url });
    const open = async () =>
      cookiesOf(await send('POST', `${service.url}/session`, { headers: OWN, json: ADMIN }));
    const ask = async (method: string, path: string, cookie: string) =>
      (await send(method, service.url + path, { headers: { ...OWN, cookie } })).status;
    const [one, two, three] = [await open(), await open(), await open()];
    expect(await ask('DELETE', '/session', one)).toBe(204);
    expect([await ask('GET', '/models', one), await ask('GET', '/models', two)]).toEqual([401, 200]);
    expect(await ask('DELETE', '/session?everywhere=true', two)).toBe(204);
    expect([await ask('GET', '/models', two), await ask('GET', '/models', three)]).toEqual([401, 401]);
    expect(await ask('GET', '/models', await open())).toBe(200);
    await Promise.all([patient.close(), service.close()]);
  });

  test('ends with the sign-out, also for a copy of its cookie', async () => {
    const cookie = await signIn();
    const answer = await request('DELETE', '/session', { cookie });
    expect([answer.status, answer.headers.getSetCookie()[0]]).toEqual([
      204,
      expect.stringMatching(/Max-Age=0/),
    ]);
    expect((await request('GET', '/models', { cookie })).body).toMatchObject({
      code: 'access_token_missing',
    });
  });

  test('ends on all devices with one sign-out', async () => {
    const person = await addUser(auth, 'ada', 'predict');
    const [one, other] = [await signIn(person), await signIn(person)];
    const elsewhere = await startPredict();
    const seenThere = async () =>
      (await send('GET', `${elsewhere.url}/models`, { headers: { ...OWN, cookie: there } })).status;
    const there = cookiesOf(await send('POST', `${elsewhere.url}/session`, { headers: OWN, json: person }));
    expect((await request('DELETE', '/session?everywhere=true', { cookie: one })).status).toBe(204);
    expect((await request('GET', '/models', { cookie: other })).status).toBe(401);
    expect(await seenThere()).toBe(401);
    await elsewhere.close();
  });

  test('cannot be made up, changed, or taken to another installation', async () => {
    const cookie = await signIn();
    const changed = cookie.replace(/(plumbline_session_\w+=.{40})./, '$1~');
    expect((await request('GET', '/models', { cookie: changed })).status).toBe(401);
    const other = await startPredict();
    const answer = await send('GET', `${other.url}/models`, { headers: { ...OWN, cookie } });
    expect(answer.status).toBe(401);
    await other.close();
  });

  test('survives a restart, and is shared by replicas with the same key', async () => {
    const key = { PREDICT_SESSION_KEY: 'a'.repeat(64) };
    const [one, two] = [await startPredict(key), await startPredict(key)];
    const cookie = cookiesOf(await send('POST', `${one.url}/session`, { headers: OWN, json: ADMIN }));
    expect((await send('GET', `${two.url}/models`, { headers: { ...OWN, cookie } })).status).toBe(200);
    await Promise.all([one.close(), two.close()]);
  });

  test('has a cookie of https alone behind a proxy with TLS', async () => {
    const https = { 'x-forwarded-proto': 'https' };
    const answer = await request('POST', '/session', https, ADMIN);
    expect(answer.headers.getSetCookie()[1]).toMatch(
      /^__Host-plumbline_session_\w+=.*; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    const cookie = cookiesOf(answer);
    expect((await request('GET', '/models', { ...https, cookie })).status).toBe(200);
    // A cookie without the prefix could have been set by another host.
    expect((await request('GET', '/models', { ...https, cookie: await signIn() })).status).toBe(401);
  });
});

describe('a page of another site', () => {
  const OTHERS: [string, Record<string, string>][] = [
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
  ];

  test.each(OTHERS)('cannot use the session: %s', async (_case, site) => {
    const cookie = await signIn();
    const change = await request('POST', '/models/mood/rollback', { ...site, cookie });
    expect([change.status, change.body.code]).toEqual([403, 'cross_site_request']);
    expect((await request('GET', '/models', { ...site, cookie })).status).toBe(401);
    expect((await request('DELETE', '/session', { ...site, cookie })).status).toBe(403);
  });

  test.each(OTHERS)('cannot sign a browser in: %s', async (_case, site) => {
    expect((await request('POST', '/session', site, ADMIN)).body.code).toBe('cross_site_request');
  });

  test('is told by its origin where browsers do not send Sec-Fetch-Site', async () => {
    const from = (headers: Record<string, string>) =>
      send('POST', `${predict.url}/session`, { headers, json: ADMIN });
    expect((await from({ origin: predict.url })).status).toBe(200);
    expect((await from({ origin: 'http://evil.example.com' })).status).toBe(403);
    expect((await from({ origin: 'null' })).status).toBe(403);
    expect((await from({})).status).toBe(403);
  });

  test('is refused where it names no host either, as HTTP/1.0 allows', async () => {
    const socket = connect(Number(new URL(predict.url).port), '127.0.0.1');
    const head = [
      'POST /session HTTP/1.0',
      'Origin: http://evil.example.com',
      'Content-Type: application/json',
    ];
    const body = '{"username":"ann","password":"secret"}';
    socket.end([...head, `Content-Length: ${body.length}`, '', body].join('\r\n'));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 .*cross_site_request/s);
  });
});

describe('a failed sign-in', () => {
  test('is counted at auth for the address of the browser', async () => {
    const person = await addUser(auth, 'eve', 'predict');
    const attempt = (address: string, password: string) =>
      request('POST', '/session', { 'x-forwarded-for': address }, { username: 'eve', password });
    for (const code of ['invalid_credentials', 'invalid_credentials', 'sign_in_throttled']) {
      expect((await attempt('10.0.0.1', 'wrong')).body.code).toBe(code);
    }
    const delayed = await attempt('10.0.0.1', person.password);
    expect([delayed.status, Number(delayed.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await attempt('10.0.0.2', person.password)).status).toBe(200);
  });

  test('of strangers does not delay a known device', async () => {
    const person = await addUser(auth, 'ida', 'predict');
    const cookie = await signIn(person);
    for (let count = 0; count < 3; count += 1) {
      await request('POST', '/session', {}, { ...person, password: 'wrong' });
    }
    expect((await request('POST', '/session', {}, person)).status).toBe(429);
    expect((await request('POST', '/session', { cookie }, person)).status).toBe(200);
  });

  test('without auth says that auth does not answer', async () => {
    const alone = await startPredict({ AUTH_URL: 'http://127.0.0.1:1' });
    const answer = await send('POST', `${alone.url}/session`, { headers: OWN, json: ADMIN });
    expect([answer.status, answer.body.code]).toEqual([503, 'auth_unavailable']);
    expect(answer.headers.get('retry-after')).toBe('5');
    await alone.close();
  });
});

test('an access token of the request counts, not its cookie', async () => {
  const cookie = await signIn();
  const answer = await send('GET', `${predict.url}/models`, { headers: { cookie }, token: 'wrong' });
  expect(answer.body).toMatchObject({ code: 'access_token_invalid' });
});

describe('calls of auth', () => {
  const passed = (method: string, path: string, cookie: string, json?: unknown, headers = OWN) =>
    send(method, `${predict.url}/auth${path}`, { headers: { ...headers, cookie }, json });

  test('are passed on with the token of the session, and answered as auth answers', async () => {
    const cookie = await signIn();
    const created = await passed('POST', '/clients', cookie, { client_id: 'grafana', scopes: ['monitor'] });
    expect([created.status, created.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(created.body['client_secret']).toMatch(/^[\w-]{43}$/);
    const again = await passed('POST', '/clients', cookie, { client_id: 'grafana', scopes: ['monitor'] });
    expect([again.status, again.body['code']]).toEqual([409, 'client_id_taken']);
    const listed = await passed('GET', '/clients', cookie);
    expect(listed.body['clients']).toEqual(
      expect.arrayContaining([expect.objectContaining({ client_id: 'grafana' })]),
    );
    expect((await passed('DELETE', '/clients/grafana', cookie)).status).toBe(204);
  });

  test('are those of the scopes of the person', async () => {
    const cookie = await signIn(await addUser(auth, 'noor', 'predict'));
    const users = await passed('GET', '/users', cookie);
    expect([users.status, users.body['code']]).toEqual([403, 'insufficient_scope']);
    expect((await passed('GET', '/me', cookie)).body).toMatchObject({ username: 'noor' });
  });

  test('need a session, from a page of predict', async () => {
    const cookie = await signIn();
    expect((await passed('GET', '/users', '')).body['code']).toBe('access_token_missing');
    const foreign = { 'sec-fetch-site': 'cross-site' };
    const answer = await passed('POST', '/keys/rotate', cookie, undefined, foreign);
    expect([answer.status, answer.body['code']]).toEqual([403, 'cross_site_request']);
    const { access_token } = (await send('POST', `${auth.url}/login`, { json: ADMIN })).body;
    const bearer = { Authorization: `Bearer ${String(access_token)}` };
    const direct = await send('GET', `${predict.url}/auth/users`, { headers: bearer });
    expect([direct.status, direct.body['code']]).toEqual([403, 'session_required']);
  });

  test.each([
    ['POST', '/oauth/token'],
    ['GET', '/metrics'],
    ['POST', '/login'],
    ['DELETE', '/users/%2e%2e/sessions'],
    ['GET', '/users/..'],
  ])('are none other than those of the console: %s %s', async (method, path) => {
    expect((await passed(method, path, await signIn())).status).toBe(404);
  });

  test('are not those that a URL parser makes of backslashes', async () => {
    const headers = { ...OWN, cookie: await signIn() };
    const [answer] = (await once(
      get(predict.url, { method: 'DELETE', path: '/auth/users/..\\keys\\none', headers }),
      'response',
    )) as [IncomingMessage];
    expect(await json(answer)).toMatchObject({ status: 404, code: 'route_not_found' });
  });
});
