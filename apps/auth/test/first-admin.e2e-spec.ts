import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { createApp } from '../src/app.js';
import { readConfig } from '../src/config/config.js';
import { signIn } from './accounts.js';
import { listen } from './auth-service.js';
import { send } from './requests.js';

let database: TestDatabase;
let told: string;

const sendToParent = process.send?.bind(process);

beforeEach(async () => {
  // A test worker has a parent that must not be told.
  Object.assign(process, { send: undefined });
  database = await testDatabase();
  told = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  Object.assign(process, { send: sendToParent });
  await database.close();
});

async function start(
  environment: Record<string, string> = {},
): Promise<{ url: string; close: () => Promise<void> }> {
  const config = readConfig({ DATABASE_URL: database.url, AUTH_DRAIN_MS: '0', ...environment });
  const app = await createApp(config, { logger: false });
  return { url: await listen(app), close: () => app.close() };
}

describe('the first admin', () => {
  test('is generated when none is configured, and the password is told once', async () => {
    const first = await start();
    const password = /password: (\S{24})\n/.exec(told)?.[1] ?? '';
    expect((await signIn(first, { username: 'admin', password })).scope).toContain('admin');
    await first.close();
    told = '';
    const second = await start();
    expect(told).toBe('');
    await second.close();
  });

  test('comes from the settings, and later settings do not change the password', async () => {
    const configured = { AUTH_ADMIN_USERNAME: 'Root.Admin', AUTH_ADMIN_PASSWORD: 'a lighthouse in fog' };
    const first = await start(configured);
    const person = { username: 'root.admin', password: configured.AUTH_ADMIN_PASSWORD };
    await signIn(first, person);
    await first.close();
    const second = await start({ ...configured, AUTH_ADMIN_PASSWORD: 'another lighthouse' });
    await signIn(second, person);
    expect(told).toBe('');
    await second.close();
  });

  test('is added once when two replicas start at the same time', async () => {
    const replicas = await Promise.all([start(), start()]);
    expect(told.match(/password: /g)).toHaveLength(1);
    const { rows } = await database.pool.query('SELECT username FROM auth.users');
    expect(rows).toEqual([{ username: 'admin' }]);
    for (const { close } of replicas) await close();
  });

  test('is told to the parent process instead, when there is one', async () => {
    const sent = jest.fn<(message: object) => boolean>(() => true);
    Object.assign(process, { send: sent });
    const app = await start();
    expect(sent).toHaveBeenCalledWith({
      type: 'generated-admin',
      username: 'admin',
      password: expect.stringMatching(/^\S{24}$/),
    });
    expect(told).toBe('');
    await app.close();
  });

  test.each([
    ['a common password', { AUTH_ADMIN_PASSWORD: 'administrator1' }, 'AUTH_ADMIN_PASSWORD: is too common'],
    [
      'a short password',
      { AUTH_ADMIN_PASSWORD: 'fog' },
      'AUTH_ADMIN_PASSWORD: must have at least 8 characters',
    ],
    [
      'the name in the password',
      { AUTH_ADMIN_USERNAME: 'harbour', AUTH_ADMIN_PASSWORD: 'harbour at night' },
      'must not contain the username',
    ],
    ['a bad name', { AUTH_ADMIN_USERNAME: 'the admin' }, 'AUTH_ADMIN_USERNAME: must start with'],
    [
      'a bad encryption key',
      { AUTH_KEY_ENCRYPTION_KEY: 'short' },
      'AUTH_KEY_ENCRYPTION_KEY: must be 32 bytes',
    ],
  ])(
    'keeps the service from starting with %s',
    async (_case, environment: Record<string, string>, message) => {
      await expect(start(environment)).rejects.toThrow(message);
    },
  );

  test('an existing user without the scope admin does not become the first admin', async () => {
    const app = await start();
    const password = /password: (\S+)/.exec(told)?.[1] ?? '';
    const { access_token: token } = await signIn(app, { username: 'admin', password });
    const json = { username: 'root', password: 'a lighthouse in fog', scopes: ['predict'] };
    await send('POST', `${app.url}/users`, { token, json });
    await app.close();
    await database.pool.query("DELETE FROM auth.users WHERE username = 'admin'");
    await expect(start({ AUTH_ADMIN_USERNAME: 'root' })).rejects.toThrow('"root" exists but is not an admin');
  });
});
