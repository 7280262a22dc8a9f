import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A fresh secret: 256 random bits as base64url. */
export function generateClientSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is stored of a secret. Every secret is generated here with 256 random bits, so guessing is hopeless and the
 * slow hash that people's passwords need would only make machines wait.
 */
export function hashClientSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

const NOBODY = hashClientSecret(generateClientSecret());

/** Whether the secret belongs to the hash; as slow and always false when there is no hash. */
export function matchesClientSecret(secretHash: string | undefined, secret: string): boolean {
  const [expected, given] = [secretHash ?? NOBODY, hashClientSecret(secret)].map((hash) => Buffer.from(hash));
  return timingSafeEqual(expected as Buffer, given as Buffer) && secretHash !== undefined;
}
