import { createHash, createHmac, randomBytes } from 'node:crypto';

const TOKEN = /^[\w-]{43}$/;

/** A new refresh token: 256 random bits as base64url. */
export function generateRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A new nonce for the successor of a token. */
export function generateNonce(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether the text has the form of a refresh token. */
export function isRefreshToken(text: string): boolean {
  return TOKEN.test(text);
}

/** The stored hash of a refresh token. The token has 256 random bits, so it cannot be guessed from a plain hash. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * The successor of a used token: HMAC-SHA256 of the nonce that was stored at its use, with the token as key. A client that
 * lost an answer gets the same successor again, although only hashes are stored. Neither the database nor the old token
 * alone is enough to compute it.
 */
export function successorOf(token: string, nonce: string): string {
  return createHmac('sha256', token).update(nonce).digest('base64url');
}
