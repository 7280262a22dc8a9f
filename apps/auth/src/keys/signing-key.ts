import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { addSeconds } from '@plumbline/tasks';

/** A P-256 key pair that signs access tokens with ES256. */
export interface SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly createdAt: Date;
  /** From when on it signs; it is published before. */
  readonly signsFrom: Date;
}

/** What a key is used for at a moment. */
export type KeyState = 'next' | 'signing' | 'verifying' | 'retired';

/** How often keys change, and how long before it signs a key is published. */
export interface RotationSchedule {
  readonly rotationDays: number;
  readonly publishAheadS: number;
}

/** The longest life that an access token can be configured to have, plus a minute for clocks that differ. */
const LONGEST_TOKEN_LIFE_S = 3_660;
const DAY_S = 86_400;

/** A fresh key pair. */
export function generateSigningKey(createdAt: Date, signsFrom: Date): SigningKey {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { kid: thumbprint(pair.publicKey.export({ format: 'jwk' })), ...pair, createdAt, signsFrom };
}

/** The newest key whose time to sign has come. */
export function signingKeyAt(keys: readonly SigningKey[], now: Date): SigningKey | undefined {
  return sorted(keys).findLast(({ signsFrom }) => signsFrom <= now);
}

/** A key signs from its moment until the next one's, and verifies until every token that it signed has expired. */
export function stateOf(key: SigningKey, keys: readonly SigningKey[], now: Date): KeyState {
  if (key.signsFrom > now) return 'next';
  const successor = sorted(keys).find(({ signsFrom }) => signsFrom > key.signsFrom);
  if (successor === undefined || successor.signsFrom > now) return 'signing';
  return addSeconds(successor.signsFrom, LONGEST_TOKEN_LIFE_S) > now ? 'verifying' : 'retired';
}

/** Whether it is time to publish the next key. */
export function isRotationDue(
  keys: readonly SigningKey[],
  now: Date,
  { rotationDays, publishAheadS }: RotationSchedule,
): boolean {
  const newest = sorted(keys).at(-1);
  return newest === undefined || addSeconds(newest.signsFrom, rotationDays * DAY_S - publishAheadS) <= now;
}

/** The public half as a member of a JWK set (RFC 7517). */
export function publicJwk({ kid, publicKey }: SigningKey): JsonWebKey {
  return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' };
}

function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

function sorted(keys: readonly SigningKey[]): SigningKey[] {
  return [...keys].sort((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime());
}
