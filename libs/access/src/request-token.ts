import { isPromise } from 'node:util/types';
import { type AccessRequest, bearerToken } from './access-request.js';
import type { AccessTokenVerifier } from './access-token-verifier.js';
import { AccessTokenMissing } from './access.errors.js';
import type { Principal } from './principal.js';

/**
 * Verifies the token of a request before its route is known, and keeps the result for `principalOf`: the token is verified
 * once. Returns whether it has a valid token.
 */
export function hasValidToken(
  verifier: AccessTokenVerifier,
  request: AccessRequest,
): boolean | Promise<boolean> {
  const token = bearerToken(request.headers.authorization);
  if (token === undefined) return false;
  const keep = (principal: Principal): boolean => {
    request.verified = principal;
    return true;
  };
  const refuse = (error: unknown): boolean => {
    request.refusal = error as Error;
    return false;
  };
  try {
    const principal = verifier.verify(token);
    return isPromise(principal) ? principal.then(keep, refuse) : keep(principal);
  } catch (error) {
    return refuse(error);
  }
}

/**
 * The principal of the request's token, verified now unless it was before.
 * @throws {AccessTokenMissing | AccessTokenInvalid}
 */
export function principalOf(
  verifier: AccessTokenVerifier,
  { verified, refusal, headers }: AccessRequest,
): Principal | Promise<Principal> {
  if (verified !== undefined) return verified;
  if (refusal !== undefined) throw refusal;
  const token = bearerToken(headers.authorization);
  if (token === undefined) throw new AccessTokenMissing();
  return verifier.verify(token);
}
