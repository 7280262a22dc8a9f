import { createHash, createHmac, randomBytes } from 'node:crypto';

const TOKEN = /^[\w-]{43}$/;

/** A fresh refresh token: 256 random bits as base64url. */
export function generateRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A fresh nonce for the successor of a token. */
export function generateNonce(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether the text can be a refresh token of this service at all. */
export function isRefreshToken(text: string): boolean {
  return TOKEN.test(text);
}

/** What is stored of a refresh token. It has 256 random bits, so a plain hash cannot be reversed by guessing. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * The token that follows a used one: HMAC-SHA256 of the nonce stored at its use, under the token itself. The same
 * use leads to the same successor, so a client that lost an answer can be given it again although only hashes are
 * stored; neither the database alone nor the old token alone is enough to compute it.
 */
export function successorOf(token: string, nonce: string): string {
  return createHmac('sha256', token).update(nonce).digest('base64url');
}
