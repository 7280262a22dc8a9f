import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '@plumbline/config';
import { readConfig } from './config.js';

describe('readConfig', () => {
  test('needs no setting, and has no default for any secret', () => {
    const { http, tokens, sessions, admin, keys, database } = readConfig({});
    expect([http.port, http.host, http.trustedProxies]).toEqual([8001, '127.0.0.1', []]);
    expect(tokens).toEqual({ issuer: 'http://localhost:8001', audience: 'plumbline', accessTtlS: 900 });
    expect(sessions).toEqual({ refreshTtlS: 604_800, maxAgeS: 2_592_000, graceS: 10 });
    expect([admin.password, keys.encryptionKey, database.url]).toEqual([undefined, undefined, undefined]);
  });

  test('reads lists and keys', () => {
    const config = readConfig({
      AUTH_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1',
      AUTH_KEY_ENCRYPTION_KEY: 'ab'.repeat(32),
    });
    expect(config.http.trustedProxies).toEqual(['10.0.0.0/8', '192.0.2.1']);
    expect(config.keys.encryptionKey).toEqual(Buffer.alloc(32, 0xab));
  });

  test.each(['hex', 'base64', 'base64url'] as const)(
    'reads an encryption key of 32 bytes as %s',
    (encoding) => {
      const key = randomBytes(32);
      expect(readConfig({ AUTH_KEY_ENCRYPTION_KEY: key.toString(encoding) }).keys.encryptionKey).toEqual(key);
    },
  );

  test.each([
    '',
    'short',
    randomBytes(31).toString('base64'),
    randomBytes(33).toString('hex'),
    'a passphrase of words, long enough',
  ])('refuses the encryption key %j', (text) => {
    expect(() => readConfig({ AUTH_KEY_ENCRYPTION_KEY: text })).toThrow('AUTH_KEY_ENCRYPTION_KEY: ');
  });

  test('names every bad key with its rule', () => {
    const environment = {
      AUTH_ACCESS_TOKEN_TTL_S: '7200',
      AUTH_ISSUER: 'localhost',
      AUTH_ADMIN_USERNAME: 'the admin',
      AUTH_ADMIN_PASSWORD: 'password1',
      AUTH_KEY_ENCRYPTION_KEY: 'short',
      AUTH_TRUSTED_PROXIES: 'everyone',
    };
    expect(() => readConfig(environment)).toThrow(ConfigError);
    for (const key of Object.keys(environment)) expect(() => readConfig(environment)).toThrow(`${key}: `);
  });
});
