import type { JsonWebKey } from 'node:crypto';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@plumbline/access';
import { AUTH_CONFIG } from '../config.module.js';
import type { AuthConfig } from '../config.js';
import { SigningKeys } from '../keys/signing-keys.js';
import { type ServerMetadata, serverMetadata } from './server-metadata.js';

/** What clients and resource servers read to find and trust this service. */
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

  /** The public keys of valid and soon to come tokens (RFC 7517). A key is published long before it signs. */
  @Get('jwks.json')
  @ApiOperation({ summary: 'The public keys of access tokens (RFC 7517)' })
  @Header('Cache-Control', 'public, max-age=300')
  jwks(): { keys: JsonWebKey[] } {
    return this.keys.jwks();
  }

  /** Where the endpoints are and what they support (RFC 8414). */
  @Get('oauth-authorization-server')
  @ApiOperation({ summary: 'Where the endpoints are (RFC 8414)' })
  @Header('Cache-Control', 'public, max-age=3600')
  server(): ServerMetadata {
    return this.metadata;
  }
}
