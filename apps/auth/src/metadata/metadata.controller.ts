import type { JsonWebKey } from 'node:crypto';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, SCOPES } from '@plumbline/access';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { SigningKeys } from '../keys/index.js';

/** The well-known documents of the service. */
@ApiTags('OAuth 2.0')
@Controller('.well-known')
@Public()
export class MetadataController {
  private readonly metadata: ServerMetadata;

  constructor(
    private readonly keys: SigningKeys,
    @Inject(AUTH_CONFIG) { tokens }: AuthConfig,
  ) {
    this.metadata = serverMetadata(tokens.issuer);
  }

  /** The public keys of access tokens (RFC 7517). A key is published before it signs. */
  @Get('jwks.json')
  @ApiOperation({ summary: 'Public keys that verify access tokens (RFC 7517)' })
  @Header('Cache-Control', 'public, max-age=300')
  jwks(): { keys: JsonWebKey[] } {
    return this.keys.jwks();
  }

  /** The endpoints and what they support (RFC 8414). */
  @Get('oauth-authorization-server')
  @ApiOperation({ summary: 'OAuth 2.0 server metadata (RFC 8414)' })
  @Header('Cache-Control', 'public, max-age=3600')
  server(): ServerMetadata {
    return this.metadata;
  }
}

/** The authorization server metadata of RFC 8414, 2. */
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
