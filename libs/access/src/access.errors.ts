import { DomainError } from '@plumbline/errors';

const refusals = {
  malformed: 'it is not a JWT of this service',
  too_long: 'it is longer than any token of this service',
  algorithm: 'it is not signed with ES256',
  type: 'it is not an access token',
  critical_header: 'it requires an unsupported extension',
  unknown_key: 'it is signed with an unknown key',
  signature: 'its signature is wrong',
  issuer: 'it comes from another issuer',
  audience: 'it is meant for another audience',
  expired: 'it has expired',
  not_yet_valid: 'it is not valid yet',
  claims: 'a claim is missing or of the wrong type',
  revoked: 'it, its session or its account is no longer valid; get a new token',
} as const;

/** Why a token was refused. */
export type Refusal = keyof typeof refusals;

/** The request is not authorized; `challenge` is the value of `WWW-Authenticate` (RFC 6750). */
export abstract class AccessRefused extends DomainError {
  abstract readonly challenge: string;
}

/** The request has no bearer token. */
export class AccessTokenMissing extends AccessRefused {
  readonly code = 'access_token_missing';
  readonly challenge = 'Bearer';
  constructor() {
    super('Send an access token: Authorization: Bearer <token>.');
  }
}

/** The bearer token is refused, with the reason. */
export class AccessTokenInvalid extends AccessRefused {
  readonly code = 'access_token_invalid';
  readonly challenge: string;
  override readonly extensions: { readonly reason: Refusal };

  constructor(reason: Refusal, options?: ErrorOptions) {
    super(`The access token is refused: ${refusals[reason]}.`, options);
    this.extensions = { reason };
    this.challenge = `Bearer error="invalid_token", error_description="${refusals[reason]}"`;
  }
}

/** The token is valid but lacks the scope that the route requires. */
export class InsufficientScope extends AccessRefused {
  readonly code = 'insufficient_scope';
  readonly challenge: string;
  override readonly extensions: { readonly scope: string };

  constructor(scope: string) {
    super(`This requires a token with the scope "${scope}".`);
    this.extensions = { scope };
    this.challenge = `Bearer error="insufficient_scope", scope="${scope}"`;
  }
}

/** No public key has been fetched yet, so tokens cannot be verified. */
export class VerificationKeysUnavailable extends DomainError {
  readonly code = 'verification_keys_unavailable';
  override readonly retryAfterS = 5;
  constructor(options?: ErrorOptions) {
    super("The auth service's public keys could not be fetched yet.", options);
  }
}

/** The person or machine client sends more requests than the service allows. */
export class RateLimited extends DomainError {
  readonly code = 'rate_limited';

  constructor(
    limitPerS: number,
    override readonly retryAfterS: number,
  ) {
    super(`More than ${limitPerS} requests a second; try again after the time in Retry-After.`);
  }
}

/** The statuses of the errors above. */
export const accessErrorStatus = {
  access_token_missing: 401,
  access_token_invalid: 401,
  insufficient_scope: 403,
  rate_limited: 429,
  verification_keys_unavailable: 503,
} as const satisfies Record<string, number>;
