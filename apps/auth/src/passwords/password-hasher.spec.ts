import { hash } from '@node-rs/argon2';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../config/config.js';
import { PasswordHasher } from './password-hasher.js';
import { HashingOverloaded } from './password.errors.js';

const hasher = new PasswordHasher(readConfig({ AUTH_HASH_CONCURRENCY: '1', AUTH_HASH_QUEUE: '1' }));

describe('PasswordHasher', () => {
  test('hashes with argon2id and the OWASP parameters, each time with another salt', async () => {
    const [first, second] = [await hasher.hash('fog'), await hasher.hash('fog')];
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(second).not.toBe(first);
    expect(await hasher.matches(first, 'fog')).toBe(true);
    expect(await hasher.matches(first, 'Fog')).toBe(false);
  });

  test('tells passwords apart that differ in the 256th character only', async () => {
    const long = 'x'.repeat(255);
    const encoded = await hasher.hash(`${long}a`);
    expect(await hasher.matches(encoded, `${long}b`)).toBe(false);
    expect(await hasher.matches(encoded, `${long}a`)).toBe(true);
  });

  test('matches a password however its characters are composed, also with a hash of the text as typed', async () => {
    const [composed, decomposed] = [
      'ein Nachtflug über Köln'.normalize('NFC'),
      'ein Nachtflug über Köln'.normalize('NFD'),
    ];
    expect(decomposed).not.toBe(composed);
    expect(await hasher.matches(await hasher.hash(composed), decomposed)).toBe(true);
    expect(await hasher.matches(await hasher.hash(decomposed), composed)).toBe(true);
    expect(await hasher.matches(await hash(decomposed), decomposed)).toBe(true);
    expect(await hasher.matches(await hasher.hash(composed), 'ein Nachtflug uber Koln')).toBe(false);
  });

  test('never matches where there is no hash', async () => {
    expect(await hasher.matches(undefined, '')).toBe(false);
  });

  test('refuses at once what neither runs nor can wait', async () => {
    const accepted = [hasher.hash('one'), hasher.hash('two')];
    await expect(hasher.hash('three')).rejects.toThrow(HashingOverloaded);
    await Promise.all(accepted);
  });
});
