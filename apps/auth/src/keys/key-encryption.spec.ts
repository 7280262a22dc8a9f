import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decrypt, encrypt } from './key-encryption.js';

const key = randomBytes(32);
const secret = Buffer.from('private half');

describe('encrypt', () => {
  test('is undone by the same key and context only', () => {
    const sealed = encrypt(key, 'kid-1', secret);
    expect(decrypt(key, 'kid-1', sealed)).toEqual(secret);
    expect(() => decrypt(randomBytes(32), 'kid-1', sealed)).toThrow();
    expect(() => decrypt(key, 'kid-2', sealed)).toThrow();
  });

  test('notices every changed byte and a cut text', () => {
    const sealed = Buffer.from(encrypt(key, 'k', secret), 'base64');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => decrypt(key, 'k', changed.toString('base64'))).toThrow();
    }
    expect(() => decrypt(key, 'k', sealed.subarray(0, 20).toString('base64'))).toThrow();
  });

  test('never gives the same text twice', () => {
    expect(encrypt(key, 'k', secret)).not.toBe(encrypt(key, 'k', secret));
  });
});
