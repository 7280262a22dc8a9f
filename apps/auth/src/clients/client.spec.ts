import { expect, test } from '@jest/globals';
import { generateClientSecret, hashClientSecret, matchesClientSecret } from './client.js';

test('a secret matches its own hash only, and nothing matches where there is none', () => {
  const secret = generateClientSecret();
  const hash = hashClientSecret(secret);
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(matchesClientSecret(hash, secret)).toBe(true);
  expect(matchesClientSecret(hash, `${secret}x`)).toBe(false);
  expect(matchesClientSecret(hash, hash)).toBe(false);
  expect(matchesClientSecret(undefined, secret)).toBe(false);
});
