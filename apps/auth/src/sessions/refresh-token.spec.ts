import { expect, test } from '@jest/globals';
import {
  generateNonce,
  generateRefreshToken,
  hashRefreshToken,
  isRefreshToken,
  successorOf,
} from './refresh-token.js';

test('tokens have 256 random bits', () => {
  const tokens = Array.from({ length: 100 }, generateRefreshToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

test('the successor depends on the token and on the nonce, and is a token itself', () => {
  const [token, nonce] = [generateRefreshToken(), generateNonce()];
  const successor = successorOf(token, nonce);
  expect(isRefreshToken(successor)).toBe(true);
  expect(successorOf(token, nonce)).toBe(successor);
  expect(successorOf(token, generateNonce())).not.toBe(successor);
  expect(successorOf(generateRefreshToken(), nonce)).not.toBe(successor);
  expect(successorOf(hashRefreshToken(token), nonce)).not.toBe(successor);
});

test.each(['', 'x', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}=`, `${'A'.repeat(43)}\n`])(
  '%j cannot be a token',
  (text) => {
    expect(isRefreshToken(text)).toBe(false);
  },
);
