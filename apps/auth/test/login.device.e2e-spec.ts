import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { addUser, metric, type Person, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import { type Answer, send } from './requests.js';

let auth: AuthService;
let kim: Person;
/** The `Cookie` header of the device on which kim signed in, at 10.0.0.1. */
let device: string;

/** One address at one account has 3 attempts, and a known device; one address 6, all addresses at one account 5. */
const LIMITS = {
  AUTH_LOGIN_ATTEMPTS: '3',
  AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '6',
  AUTH_LOGIN_ATTEMPTS_PER_ACCOUNT: '5',
  AUTH_TRUSTED_PROXIES: '127.0.0.1',
};

function attempt(json: Person, address: string, cookie?: string): Promise<Answer> {
  const headers = { 'x-forwarded-for': address, ...(cookie === undefined ? {} : { cookie }) };
  return send('POST', `${auth.url}/login`, { json, headers });
}

/** The cookie that the answer to a sign-in sets. */
const cookieOf = ({ headers }: Answer) => headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
/** The name and the value of a cookie, as a browser keeps it. */
function kept(cookie: string): [string, string] {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  return [name, value];
}

const wrong = () => ({ ...kim, password: 'a wrong guess' });

/** Strangers guess, from every address in turn. */
async function guess(
  count: number,
  addresses: readonly string[],
  name: (index: number) => string = () => kim.username,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const guessed = { username: name(index), password: `guess ${index}` };
    await attempt(guessed, addresses[index % addresses.length] ?? '');
  }
}

beforeEach(async () => {
  auth = await startAuth(LIMITS);
  kim = await addUser(auth, 'kim', 'predict');
  device = cookieOf(await attempt(kim, '10.0.0.1'));
});
afterEach(() => auth.close());

describe('POST /login from a device that signed in before (ASVS 6.1.1)', () => {
  test.each([15, 60])(
    'answers 200 after %i wrong guesses from its own address, and 429 to others',
    async (count) => {
      await guess(count, ['10.0.0.1']);
      expect((await attempt(kim, '10.0.0.1')).status).toBe(429);
      const answer = await attempt(kim, '10.0.0.1', device);
      expect([answer.status, cookieOf(answer)]).toEqual([200, expect.stringMatching(/^plumbline_device_/)]);
      expect((await attempt(kim, '10.0.0.1', cookieOf(answer))).status).toBe(200);
      expect((await attempt(kim, '10.0.0.1')).status).toBe(429);
    },
  );

  test('answers 200 at a new address while its account and that address are limited', async () => {
    await guess(8, ['10.0.2.1', '10.0.2.2', '10.0.2.3', '10.0.2.4', '10.0.2.5']);
    await guess(8, ['10.0.3.1'], (index) => `user-${index}`);
    expect((await attempt(kim, '10.0.2.9')).status).toBe(429);
    expect((await attempt({ ...kim, username: 'rosa' }, '10.0.3.1')).status).toBe(429);
    expect((await attempt(kim, '10.0.3.1', device)).status).toBe(200);
  });

  test('limits the device itself, at all addresses together: a stolen cookie allows no guessing', async () => {
    const seen = [];
    for (let index = 0; index < 5; index += 1) {
      seen.push((await attempt(wrong(), `10.0.4.${index}`, device)).status);
    }
    expect(seen).toEqual([401, 401, 401, 429, 429]);
    expect((await attempt(kim, '10.0.4.9', device)).status).toBe(429);
    expect(await metric(auth, 'auth_lockouts_total{limit="device"}')).toBe(1);
    // The guesses of the thief do not count for those without a cookie.
    expect((await attempt(kim, '10.0.5.1')).status).toBe(200);
  });

  test('a success does not give back the attempts of a stolen cookie', async () => {
    await attempt(wrong(), '10.0.4.1', device);
    await attempt(wrong(), '10.0.4.1', device);
    const next = cookieOf(await attempt(kim, '10.0.0.1', device));
    expect((await attempt(wrong(), '10.0.4.1', device)).status).toBe(401);
    expect((await attempt(wrong(), '10.0.4.1', device)).status).toBe(429);
    expect((await attempt(kim, '10.0.0.1', next)).status).toBe(200);
  });

  test('treats the device of another account as unknown', async () => {
    const rosa = await addUser(auth, 'rosa', 'predict');
    const other = cookieOf(await attempt(rosa, '10.0.6.1'));
    await guess(15, ['10.0.6.1']);
    expect((await attempt(kim, '10.0.6.1', other)).status).toBe(429);
  });

  test('survives a sign-in of another account that a browser was made to send', async () => {
    const rosa = await addUser(auth, 'rosa', 'predict');
    const jar = new Map([kept(device)]);
    const forced = await attempt(rosa, '10.0.0.1');
    for (const cookie of forced.headers.getSetCookie()) jar.set(...kept(cookie));
    await guess(15, ['10.0.0.1']);
    expect((await attempt(kim, '10.0.0.1')).status).toBe(429);
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    expect((await attempt(kim, '10.0.0.1', cookies)).status).toBe(200);
    const headers = { 'x-forwarded-for': '10.0.0.2', 'sec-fetch-site': 'cross-site' };
    const crossSite = await send('POST', `${auth.url}/login`, { json: rosa, headers });
    expect([crossSite.status, crossSite.headers.getSetCookie()]).toEqual([200, []]);
  });

  test('is kept for five accounts: the one that signed in first is forgotten', async () => {
    const jar = new Map([kept(device)]);
    for (const name of ['ada', 'bea', 'cleo', 'dina', 'eve']) {
      auth.clock.advanceSeconds(1);
      const cookies = [...jar].map(([cookie, value]) => `${cookie}=${value}`).join('; ');
      const { headers } = await attempt(await addUser(auth, name, 'predict'), '10.0.0.1', cookies);
      for (const cookie of headers.getSetCookie()) jar.set(...kept(cookie));
    }
    const [, lost] = kept(device);
    const left = [...jar.values()].filter((value) => value !== '');
    expect([left.length, left.includes(lost)]).toEqual([5, false]);
  });

  test('lets a person with a session change the password meanwhile, within a limit of its own', async () => {
    const { access_token: token } = await signIn(auth, kim);
    await guess(15, ['127.0.0.1']);
    const change = (current: string) => {
      const json = { current_password: current, new_password: 'seven green umbrellas' };
      return send('PUT', `${auth.url}/users/kim/password`, { token, json });
    };
    const statuses = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await change('wrong')).status);
    expect(statuses).toEqual([403, 403, 403, 429]);
    auth.clock.advanceSeconds(1);
    expect((await change(kim.password)).status).toBe(204);
  });
});
