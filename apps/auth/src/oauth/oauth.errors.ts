import { DomainError } from '@plumbline/errors';

/** The statuses of the OAuth 2.0 error codes (RFC 6749, 5.2; RFC 7009, 2.2.1). */
export const oauthErrorStatus = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
} as const satisfies Record<string, number>;

/** An error of the OAuth endpoints (RFC 6749); `message` becomes `error_description`. */
export class OAuthError extends DomainError {
  constructor(
    readonly code: keyof typeof oauthErrorStatus,
    message: string,
  ) {
    super(message);
  }
}
