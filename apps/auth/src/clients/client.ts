import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Scope } from '@plumbline/access';

/** A machine client, which gets tokens with its own secret. */
export interface Client {
  readonly id: string;
  /** Differs from that of a deleted client with the same id. */
  readonly instance: string;
  /** SHA-256 of the secret. */
  readonly secretHash: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** The secret before the last rotation, and until when it is valid. */
  readonly previousSecretHash: string | null;
  readonly previousSecretUntil: Date | null;
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

/** Whether the secret is the client's, or the one before the last rotation while that is still valid. */
export function isSecretOf(client: Client | undefined, secret: string, now: Date): boolean {
  const until = client?.previousSecretUntil ?? null;
  const previous = until !== null && until > now ? (client?.previousSecretHash ?? undefined) : undefined;
  // Both are compared, so that the time does not tell which one it is.
  const [isPrevious, isCurrent] = [previous, client?.secretHash].map((hash) =>
    matchesClientSecret(hash, secret),
  );
  return isPrevious === true || isCurrent === true;
}

/** Whether the secret matches the hash. Without a hash it takes as long and is false. */
export function matchesClientSecret(secretHash: string | undefined, secret: string): boolean {
  const expected = Buffer.from(secretHash ?? NOBODY);
  return timingSafeEqual(expected, Buffer.from(hashClientSecret(secret))) && secretHash !== undefined;
}
