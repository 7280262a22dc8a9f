import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { VerificationKeysUnavailable } from '@plumbline/access';
import { JwksClient } from './jwks-client.js';
import type { StoredJwkSet } from './jwk-set-file.js';

const publicKeys = ['a', 'b'].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);

function setOf(...kids: string[]): { keys: object[] } {
  const keys = kids.map((kid, index) => ({
    ...publicKeys[index]?.export({ format: 'jwk' }),
    kid,
    alg: 'ES256',
  }));
  return { keys };
}

/** An auth service that answers with `document`, or is down while the document is an Error. */
function authWith(document: unknown, stored?: StoredJwkSet) {
  const auth = { document, stored, fetches: 0, now: 1_000_000 };
  const client = new JwksClient({
    fetch: () => {
      auth.fetches += 1;
      return auth.document instanceof Error ? Promise.reject(auth.document) : Promise.resolve(auth.document);
    },
    load: () => Promise.resolve(auth.stored),
    save: (saved) => {
      auth.stored = saved;
      return Promise.resolve();
    },
    clock: { now: () => new Date(auth.now) },
  });
  return { auth, client };
}

const down = new Error('connect ECONNREFUSED');

describe('JwksClient', () => {
  test('fetches an unknown key once and then returns it without a fetch', async () => {
    const { auth, client } = authWith(setOf('a'));
    const key = await client.find('a');
    expect((key as KeyObject).equals(publicKeys[0] as KeyObject)).toBe(true);
    expect(client.find('a')).toBe(key);
    expect(auth.fetches).toBe(1);
  });

  test('fetches once for any number of requests that wait at the same time', async () => {
    const { auth, client } = authWith(setOf('a'));
    const found = await Promise.all(Array.from({ length: 50 }, async () => client.find('a')));
    expect(new Set(found).size).toBe(1);
    expect(auth.fetches).toBe(1);
  });

  test('fetches once per cool-down for any number of invented keys', async () => {
    const { auth, client } = authWith(setOf('a'));
    await client.refresh();
    for (let index = 0; index < 100; index += 1)
      expect(await client.find(`invented-${index}`)).toBeUndefined();
    expect(auth.fetches).toBe(2);
    auth.now += 30_000;
    await client.find('invented');
    expect(auth.fetches).toBe(3);
    expect(client.find('a')).toBeDefined();
  });

  test('picks up a new key after the cool-down', async () => {
    const { auth, client } = authWith(setOf('a'));
    await client.find('b');
    auth.document = setOf('a', 'b');
    expect(await client.find('b')).toBeUndefined();
    auth.now += 30_000;
    expect(await client.find('b')).toBeDefined();
  });

  test('keeps the last good keys while auth is down', async () => {
    const { auth, client } = authWith(setOf('a'));
    await client.refresh();
    auth.document = down;
    auth.now += 10 * 86_400_000;
    await expect(client.refresh()).rejects.toThrow('ECONNREFUSED');
    expect(client.find('a')).toBeDefined();
    expect(client.ageS).toBe(864_000);
    expect(await client.find('b')).toBeUndefined();
  });

  test.each([
    ['no key set', { error: 'maintenance' }],
    ['an empty key set', { keys: [] }],
    ['only keys of another kind', { keys: [{ kty: 'RSA', kid: 'r', n: 'x', e: 'AQAB' }] }],
    [
      'a point that is not on the curve',
      { keys: [{ kty: 'EC', crv: 'P-256', kid: 'a', x: 'A'.repeat(43), y: 'B'.repeat(43) }] },
    ],
  ])('keeps the last good keys when auth answers with %s', async (_case, document) => {
    const { auth, client } = authWith(setOf('a'));
    await client.refresh();
    auth.document = document;
    await expect(client.refresh()).rejects.toThrow();
    expect(client.find('a')).toBeDefined();
  });

  test('drops a removed key and keeps the object of a key that remains', async () => {
    const { auth, client } = authWith(setOf('a', 'b'));
    const before = await client.find('a');
    auth.document = setOf('a');
    await client.refresh();
    expect(client.find('a')).toBe(before);
    expect(await client.find('b')).toBeUndefined();
  });

  test('starts with the stored keys while auth is down', async () => {
    const { client } = authWith(down, { fetchedAt: 400_000, document: setOf('a') });
    await client.restore();
    expect(client.find('a')).toBeDefined();
    expect(client.ageS).toBe(600);
  });

  test('stores what it fetched', async () => {
    const { auth, client } = authWith(setOf('a'));
    await client.refresh();
    expect(auth.stored).toEqual({ fetchedAt: 1_000_000, document: setOf('a') });
  });

  test('does not replace fetched keys by stored ones, and ignores a damaged file', async () => {
    const { auth, client } = authWith(setOf('a'), { fetchedAt: 1, document: { keys: 'none' } });
    await client.restore();
    expect(client.hasKeys).toBe(false);
    await client.refresh();
    auth.stored = { fetchedAt: 1, document: setOf('b') };
    await client.restore();
    expect(client.find('a')).toBeDefined();
  });

  test('rejects until the first key is fetched, and tries again after a second', async () => {
    const { auth, client } = authWith(down);
    await expect(client.find('a')).rejects.toThrow(VerificationKeysUnavailable);
    await expect(client.find('a')).rejects.toThrow(VerificationKeysUnavailable);
    expect(auth.fetches).toBe(1);
    auth.now += 1_000;
    auth.document = setOf('a');
    expect(await client.find('a')).toBeDefined();
    expect(client.ageS).toBe(0);
  });
});
