import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Scope } from '@plumbline/access';

/** A machine client, which gets tokens with its own secret. */
export interface Client {
  readonly id: string;
  /** SHA-256 of the secret. */
  readonly secretHash: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
}

/** A new secret: 256 random bits as base64url. */
export function generateClientSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The stored hash of a secret. Every secret has 256 random bits and cannot be guessed, so it does not need the slow hash of
 * passwords.
 */
export function hashClientSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

const NOBODY = hashClientSecret(generateClientSecret());

/** Whether the secret matches the hash. Without a hash it takes as long and is false. */
export function matchesClientSecret(secretHash: string | undefined, secret: string): boolean {
  const expected = Buffer.from(secretHash ?? NOBODY);
  return timingSafeEqual(expected, Buffer.from(hashClientSecret(secret))) && secretHash !== undefined;
}
