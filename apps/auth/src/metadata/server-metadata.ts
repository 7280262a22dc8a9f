import { SCOPES } from '@plumbline/access';

/** The authorization server metadata of RFC 8414, 2, as far as this service has something to say. */
export interface ServerMetadata {
  readonly issuer: string;
  readonly [member: string]: string | readonly string[];
}

const WITH_SECRET = ['client_secret_basic', 'client_secret_post'] as const;

/** The metadata of a service that clients reach at the issuer's URL. */
export function serverMetadata(issuer: string): ServerMetadata {
  return {
    issuer,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    scopes_supported: SCOPES,
    // RFC 8414 requires the member; there is no authorization endpoint.
    response_types_supported: [],
    grant_types_supported: ['client_credentials', 'refresh_token'],
    token_endpoint_auth_methods_supported: [...WITH_SECRET, 'none'],
    revocation_endpoint_auth_methods_supported: [...WITH_SECRET, 'none'],
    introspection_endpoint_auth_methods_supported: WITH_SECRET,
    service_documentation: `${issuer}/docs`,
  };
}
