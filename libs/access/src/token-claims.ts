import { AccessTokenInvalid } from './access.errors.js';
import type { Principal } from './principal.js';
import { splitScope } from './scopes.js';

/** What the claims of an accepted token must match. */
export interface ClaimExpectations {
  readonly issuer: string;
  readonly audience: string;
  /** How far the clocks of two machines may differ, in seconds. */
  readonly clockToleranceS: number;
}

/**
 * Checks every claim of a payload with a valid signature (RFC 9068, 4; RFC 8725, 3) and returns its principal.
 * @param now in ms since the epoch
 * @throws {AccessTokenInvalid}
 */
export function readClaims(payload: unknown, expected: ClaimExpectations, now: number): Principal {
  if (typeof payload !== 'object' || payload === null) throw new AccessTokenInvalid('claims');
  const claims = payload as Record<string, unknown>;
  if (claims.iss !== expected.issuer) throw new AccessTokenInvalid('issuer');
  if (!isAudience(claims.aud, expected.audience)) throw new AccessTokenInvalid('audience');
  const exp = time(claims.exp);
  checkTimes(
    { exp, iat: time(claims.iat), nbf: claims.nbf === undefined ? -Infinity : time(claims.nbf) },
    expected,
    now,
  );
  return {
    subject: text(claims.sub),
    tokenId: text(claims.jti),
    scopes: new Set(splitScope(claims.scope === '' ? '' : text(claims.scope))),
    clientId: optionalText(claims.client_id),
    clientInstance: optionalText(claims.client_instance),
    sessionId: optionalText(claims.sid),
    expiresAt: exp * 1000,
  };
}

function checkTimes(
  { exp, iat, nbf }: { exp: number; iat: number; nbf: number },
  { clockToleranceS }: ClaimExpectations,
  now: number,
): void {
  const nowS = now / 1000;
  if (nowS >= exp + clockToleranceS) throw new AccessTokenInvalid('expired');
  if (Math.max(iat, nbf) > nowS + clockToleranceS) throw new AccessTokenInvalid('not_yet_valid');
}

function isAudience(claim: unknown, audience: string): boolean {
  return claim === audience || (Array.isArray(claim) && claim.includes(audience));
}

function time(claim: unknown): number {
  if (typeof claim === 'number' && Number.isFinite(claim)) return claim;
  throw new AccessTokenInvalid('claims');
}

function text(claim: unknown): string {
  if (typeof claim === 'string' && claim !== '') return claim;
  throw new AccessTokenInvalid('claims');
}

function optionalText(claim: unknown): string | undefined {
  return claim === undefined ? undefined : text(claim);
}
