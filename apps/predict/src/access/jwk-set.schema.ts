import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const coordinate = z.string().regex(/^[\w-]{43}$/);

const signingJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  kid: z.string().min(1).max(128),
  use: z.literal('sig').optional(),
  alg: z.literal('ES256').optional(),
});

/** A JWK set (RFC 7517, 5). Members of kinds that this service does not know are left alone. */
const jwkSet = z.object({ keys: z.array(z.unknown()).max(100) });

/**
 * The ES256 verification keys of a JWK set by their `kid`.
 * @throws Error when it is no JWK set, or has no such key.
 */
export function readJwkSet(document: unknown): Map<string, KeyObject> {
  const keys = jwkSet.parse(document).keys.flatMap((member) => {
    const jwk = signingJwk.safeParse(member).data;
    const key = jwk && importKey(jwk);
    return key ? [[jwk.kid, key] as const] : [];
  });
  if (keys.length === 0) throw new Error('the key set has no P-256 signing key');
  return new Map(keys);
}

function importKey({ kty, crv, x, y }: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  } catch {
    // The coordinates are not a point of the curve.
    return undefined;
  }
}
