import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const TIMEOUT_MS = 3_000;
const MAX_BYTES = 64 * 1024;

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

/** A JWK set (RFC 7517, section 5). Keys of other kinds are ignored. */
const jwkSet = z.object({ keys: z.array(z.unknown()).max(100) });

/**
 * Fetches a JSON document: within 3 s, up to 64 KiB, without following redirects.
 * @throws Error with a short reason.
 */
export async function fetchJwkSet(url: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  return JSON.parse(await readBounded(response)) as unknown;
}

/**
 * The ES256 verification keys of a JWK set by their `kid`.
 * @throws Error when the document is not a JWK set, or has no such key.
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

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`the key set is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function importKey({ kty, crv, x, y }: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  } catch {
    // The coordinates are not a point on the curve.
    return undefined;
  }
}
