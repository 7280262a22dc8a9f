import { AccessTokenInvalid } from './access.errors.js';

/** Maximum length of a token in characters; issued ones have about 600. */
export const MAX_TOKEN_LENGTH = 4096;

const JWS = /^([\w-]+)\.[\w-]+\.[\w-]+$/;
const ACCESS_TOKEN_TYPE = /^(application\/)?at\+jwt$/i;
const MAX_KID_LENGTH = 128;

/**
 * The `kid` of a token whose header says that it is an ES256 access token (RFC 9068) without critical extensions
 * (RFC 7515, 4.1.11). `jku`, `jwk` and `x5u` are never read. Nothing is verified yet.
 * @throws {AccessTokenInvalid}
 */
export function readKeyId(token: string): string {
  if (token.length > MAX_TOKEN_LENGTH) throw new AccessTokenInvalid('too_long');
  const { alg, typ, crit, kid } = parseHeader(token);
  if (alg !== 'ES256') throw new AccessTokenInvalid('algorithm');
  if (typeof typ !== 'string' || !ACCESS_TOKEN_TYPE.test(typ)) throw new AccessTokenInvalid('type');
  if (crit !== undefined) throw new AccessTokenInvalid('critical_header');
  if (typeof kid !== 'string' || kid === '' || kid.length > MAX_KID_LENGTH) {
    throw new AccessTokenInvalid('unknown_key');
  }
  return kid;
}

function parseHeader(token: string): Record<string, unknown> {
  const encoded = JWS.exec(token)?.[1];
  if (encoded === undefined) throw new AccessTokenInvalid('malformed');
  try {
    const header: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString());
    if (typeof header === 'object' && header !== null) return header as Record<string, unknown>;
  } catch (cause) {
    throw new AccessTokenInvalid('malformed', { cause });
  }
  throw new AccessTokenInvalid('malformed');
}
