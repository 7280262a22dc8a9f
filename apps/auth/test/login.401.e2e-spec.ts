import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { AuthDatabase } from '../src/database/auth-database.js';
import { CredentialCheck } from '../src/login/credential-check.js';
import { PasswordHasher } from '../src/passwords/password-hasher.js';
import { addUser, type Person, signIn as signInAs } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import { type Answer, send } from './requests.js';

let auth: AuthService;
let alice: Person;

beforeAll(async () => {
  auth = await startAuth();
  alice = await addUser(auth, 'alice', 'predict');
});
afterAll(() => auth.close());

const signIn = (username: string, password: string) =>
  send('POST', `${auth.url}/login`, { json: { username, password } });

function visible({ status, headers, body }: Answer): unknown {
  const names = [...headers.keys()].filter((name) => name !== 'date' && name !== 'x-request-id');
  return { status, body, headers: names.map((name) => [name, headers.get(name)]) };
}

/** The statement of a query, which is a text or an object with one. */
function textOf(query: unknown): unknown {
  return typeof query === 'object' && query !== null && 'text' in query ? query.text : query;
}

describe('POST /login with a wrong name or password', () => {
  test('gives a wrong password and an unknown name the same answer to the byte (ASVS 6.3.8)', async () => {
    const wrong = await signIn('alice', 'not her password');
    expect(wrong.status).toBe(401);
    expect(wrong.body.code).toBe('invalid_credentials');
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer');
    for (const name of ['nobody', 'bob smith', '\u2603', "' OR 1=1 --"]) {
      expect(visible(await signIn(name, 'not her password'))).toEqual(visible(wrong));
    }
  });

  test('does the same work for a wrong password and an unknown name (ASVS 6.3.8)', async () => {
    const verifications = jest.spyOn(auth.app.nest.get(PasswordHasher, { strict: false }), 'matches');
    const queries = jest.spyOn(pg.Client.prototype, 'query');
    const work = [];
    for (const name of ['alice', 'nobody']) {
      queries.mockClear();
      await signIn(name, 'not her password');
      work.push(queries.mock.calls.map(([query]) => textOf(query)));
    }
    expect(verifications).toHaveBeenCalledTimes(2);
    expect(work[0]?.length).toBeGreaterThan(5);
    expect(work[1]).toEqual(work[0]);
    jest.restoreAllMocks();
  });

  test('takes passwords exactly as they are: case, spaces and every character count (ASVS 6.2.8)', async () => {
    for (const password of [
      alice.password.toUpperCase(),
      `${alice.password} `,
      alice.password.slice(0, -1),
    ]) {
      expect((await signIn('alice', password)).status).toBe(401);
    }
    expect((await signIn('alice', alice.password)).status).toBe(200);
  });

  test('does not sign in a user whose password changes during the check (ASVS 15.4.2)', async () => {
    const credentials = auth.app.nest.get(CredentialCheck, { strict: false });
    const database = auth.app.nest.get(AuthDatabase, { strict: false });
    const origin = { address: '192.0.2.1', deviceOf: () => undefined };
    const proven = await credentials.prove('alice', alice.password, origin);
    const { access_token: token } = await signInAs(auth);
    const json = { new_password: 'seven green umbrellas' };
    await send('PUT', `${auth.url}/users/alice/password`, { token, json });
    const confirmed = database.transaction((queries) => credentials.confirm(queries, proven));
    await expect(confirmed).rejects.toThrow('The username or the password is wrong.');
  });

  test('has no default account (ASVS 6.3.2)', async () => {
    for (const [name, password] of [
      ['admin', 'admin'],
      ['admin', 'password'],
      ['root', 'root'],
    ] as const) {
      expect((await signIn(name, password)).status).toBe(401);
    }
  });
});
