import { type AccessRequest, bearerToken } from './access-request.js';
import type { AccessTokenVerifier } from './access-token-verifier.js';
import { AccessRefused, AccessTokenMissing } from './access.errors.js';

/** The part of a response that access control writes. */
export interface ChallengedResponse {
  setHeader(name: string, value: string): unknown;
}

/** Passes a request with any good token, before it is known which route it is for. @throws {AccessRefused} */
export async function requireAccessToken(
  verifier: AccessTokenVerifier,
  { headers }: AccessRequest,
  response: ChallengedResponse,
): Promise<void> {
  const token = bearerToken(headers.authorization);
  try {
    if (token === undefined) throw new AccessTokenMissing();
    await verifier.verify(token);
  } catch (error) {
    challenge(error, response);
  }
}

/** Says in the response what a refused client should send, and throws the error on. */
export function challenge(error: unknown, response: ChallengedResponse): never {
  if (error instanceof AccessRefused) response.setHeader('WWW-Authenticate', error.challenge);
  throw error;
}
