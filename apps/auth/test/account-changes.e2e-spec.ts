import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, addUser, introspect, refresh, signIn } from './accounts.js';
import { ADMIN, type AuthService, startAuth } from './auth-service.js';
import { type Answer, issuePaths, send } from './requests.js';

interface Page {
  readonly events: readonly { readonly id: number }[];
  readonly next: string | null;
}

let auth: AuthService;
let token: string;
let watcher: { readonly basic: string };

beforeAll(async () => {
  auth = await startAuth();
  token = (await signIn(auth)).access_token;
  watcher = await addClient(auth, 'watcher', 'monitor');
});
afterAll(() => auth.close());

const change = (path: string, json: unknown) => send('PATCH', `${auth.url}${path}`, { token, json });
const isActive = async (text: string) => Boolean((await introspect(auth, watcher.basic, text)).active);
const machineToken = ({ basic }: { basic: string }): Promise<Answer> =>
  send('POST', `${auth.url}/oauth/token`, {
    form: { grant_type: 'client_credentials' },
    headers: { authorization: basic },
  });
const basicOf = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

describe('a token', () => {
  test('of a deleted client is dead for a new client with the same id', async () => {
    const old = String(
      (await machineToken(await addClient(auth, 'reborn', 'predict', 'admin'))).body.access_token,
    );
    expect(await isActive(old)).toBe(true);
    await send('DELETE', `${auth.url}/clients/reborn`, { token });
    const { body } = await machineToken(await addClient(auth, 'reborn', 'predict', 'admin'));
    expect(await isActive(old)).toBe(false);
    expect((await send('GET', `${auth.url}/users`, { token: old })).status).toBe(401);
    expect(await isActive(String(body.access_token))).toBe(true);
  });
});

describe('PATCH /users/{name}', () => {
  test('ends tokens with a scope that is removed, and keeps the others', async () => {
    const rosa = await addUser(auth, 'rosa', 'predict', 'admin');
    const [powerful, plain] = [await signIn(auth, rosa), await signIn(auth, rosa, 'predict')];
    const answer = await change('/users/Rosa', { scopes: ['predict', 'feedback'] });
    expect([answer.status, answer.body.scopes]).toEqual([200, ['predict', 'feedback']]);
    expect((await send('GET', `${auth.url}/users`, { token: powerful.access_token })).status).toBe(401);
    expect(await isActive(plain.access_token)).toBe(true);
    expect((await refresh(auth, powerful.refresh_token)).body.scope).toBe('predict');
    expect((await signIn(auth, rosa)).scope).toBe('predict feedback');
  });

  test('disables a person at once, and enables the person again', async () => {
    const omar = await addUser(auth, 'omar', 'predict');
    const session = await signIn(auth, omar);
    expect((await change('/users/omar', { disabled: true })).body.disabled).toBe(true);
    expect(await isActive(session.access_token)).toBe(false);
    expect((await refresh(auth, session.refresh_token)).status).toBe(400);
    const refused = await send('POST', `${auth.url}/login`, { json: omar });
    expect([refused.status, refused.body.code]).toEqual([401, 'invalid_credentials']);
    expect((await change('/users/omar', { disabled: false })).body.disabled).toBe(false);
    expect((await signIn(auth, omar)).scope).toBe('predict');
    expect(await isActive(session.access_token)).toBe(false);
  });

  test('keeps the last admin who can sign in, also when two are changed at once', async () => {
    await addUser(auth, 'kim', 'admin');
    const [one, other] = await Promise.all([
      change('/users/kim', { disabled: true }),
      change('/users/kim', { scopes: [] }),
    ]);
    expect([one.status, other.status]).toEqual([200, 200]);
    for (const json of [{ disabled: true }, { scopes: ['predict'] }]) {
      const answer = await change(`/users/${ADMIN.username}`, json);
      expect([answer.status, answer.body.code]).toEqual([409, 'last_admin']);
    }
  });

  test.each([
    ['nothing', {}, [[]]],
    ['an unknown scope', { scopes: ['root'] }, [['scopes', 0]]],
    ['a text for disabled', { disabled: 'yes' }, [['disabled']]],
    ['another field', { disabled: true, username: 'x' }, [[]]],
  ])('400 for %s', async (_case, json, paths) => {
    const answer = await change('/users/rosa', json);
    expect([answer.status, issuePaths(answer)]).toEqual([400, paths]);
  });

  test('404 for an unknown person', async () => {
    expect((await change('/users/nobody', { disabled: true })).body.code).toBe('user_not_found');
  });
});

describe('PATCH /clients/{id}', () => {
  test('ends tokens with a scope that is removed', async () => {
    const robot = await addClient(auth, 'robot', 'predict', 'models');
    const { body } = await machineToken(robot);
    expect((await change('/clients/robot', { scopes: ['predict'] })).body.scopes).toEqual(['predict']);
    expect(await isActive(String(body.access_token))).toBe(false);
    expect((await machineToken(robot)).body.scope).toBe('predict');
  });

  test('refuses a scope for people, and an unknown client', async () => {
    expect(issuePaths(await change('/clients/robot', { scopes: ['retrain:approve'] }))).toEqual([['scopes']]);
    expect((await change('/clients/none', { scopes: ['predict'] })).status).toBe(404);
  });
});

describe('POST /clients/{id}/secret', () => {
  const rotate = (id: string, json?: unknown) =>
    send('POST', `${auth.url}/clients/${id}/secret`, { token, json });

  test('makes a new secret, and keeps the old one for the overlap', async () => {
    const old = await addClient(auth, 'rotated', 'predict');
    const answer = await rotate('rotated', { overlap_s: 600 });
    const fresh = { basic: basicOf('rotated', String(answer.body.client_secret)) };
    expect(answer.body.old_secret_valid_until).toBe(
      new Date(auth.clock.now().getTime() + 600_000).toISOString(),
    );
    expect((await machineToken(fresh)).status).toBe(200);
    const before = await machineToken(old);
    expect(before.status).toBe(200);
    auth.clock.advanceSeconds(600);
    token = (await signIn(auth)).access_token;
    expect((await machineToken(old)).status).toBe(401);
    expect((await machineToken(fresh)).status).toBe(200);
    expect(await isActive(String(before.body.access_token))).toBe(true);
  });

  test('ends the old secret at once without an overlap, also one of an earlier overlap', async () => {
    const first = await addClient(auth, 'urgent', 'predict');
    const second = {
      basic: basicOf('urgent', String((await rotate('urgent', { overlap_s: 600 })).body.client_secret)),
    };
    const third = { basic: basicOf('urgent', String((await rotate('urgent')).body.client_secret)) };
    const statuses = [first, second, third].map(async (client) => (await machineToken(client)).status);
    expect(await Promise.all(statuses)).toEqual([401, 401, 200]);
  });

  test.each([-1, 0.5, 2_592_001, 'long'])('400 for an overlap of %j', async (overlap_s) => {
    expect(issuePaths(await rotate('rotated', { overlap_s }))).toEqual([['overlap_s']]);
  });
});

describe('GET /audit', () => {
  const trail = async (query: string): Promise<Page> =>
    (await send('GET', `${auth.url}/audit?${query}`, { token })).body as Page;

  test('lists changes with what was there before, by action, actor and subject', async () => {
    const { events } = await trail('action=user.changed&subject=rosa');
    const { id } = (await send('GET', `${auth.url}/users?limit=1`, { token })).body.users[0];
    expect(events).toEqual([
      {
        id: expect.any(Number),
        at: expect.any(String),
        action: 'user.changed',
        actor: id,
        subject: 'rosa',
        address: '127.0.0.1',
        count: 1,
        last_at: null,
        detail: {
          scopes_before: ['predict', 'admin'],
          scopes: ['predict', 'feedback'],
          disabled_before: false,
          disabled: false,
          sessions_ended: 0,
        },
      },
    ]);
    expect((await trail(`actor=${id}&limit=1`)).events).toHaveLength(1);
  });

  test('follows pages to the end, each event once', async () => {
    const all = (await trail('limit=1000')).events.map(({ id }) => id);
    const ids: number[] = [];
    let next = '';
    do {
      const page = await trail(`limit=10${next === '' ? '' : `&before=${next}`}`);
      ids.push(...page.events.map(({ id }) => id));
      next = page.next ?? '';
    } while (next !== '');
    expect(ids).toEqual(all);
    expect(ids.length).toBeGreaterThan(20);
  });

  test.each(['limit=0', 'before=x', 'action=guess', 'other=1'])('400 for ?%s', async (query) => {
    expect((await send('GET', `${auth.url}/audit?${query}`, { token })).status).toBe(400);
  });
});
