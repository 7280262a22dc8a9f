import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A fresh P-256 key pair, as the auth service makes them. */
export function keyPair(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** A JWS of any header and payload, signed with ES256 whatever the header says. */
export function signedToken(header: object, payload: unknown, privateKey: KeyObject): string {
  const input = signingInput(header, payload);
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** A JWS signed with HMAC-SHA256 and the given bytes as the secret. */
export function hmacToken(header: object, payload: unknown, secret: string): string {
  const input = signingInput(header, payload);
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function signingInput(header: object, payload: unknown): string {
  return [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
