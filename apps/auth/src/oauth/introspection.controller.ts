import { Body, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ClientAddress } from '../audit/index.js';
import { type TokenReport, tokenReportSchema } from '../tokens/index.js';
import { ClientAuthentication, readClientCredentials } from './client-authentication.js';
import { Introspection } from './introspection.js';
import { OAuthEndpoint } from './oauth-endpoint.decorator.js';
import { type TokenQuery, tokenQuerySchema } from './oauth.schema.js';

/** The introspection endpoint of RFC 7662, for clients with a secret. */
@OAuthEndpoint('oauth/introspect')
export class IntrospectionController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly introspection: Introspection,
  ) {}

  /** Requires the id and secret of a client, by HTTP Basic or in the form. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Check whether a token is active (RFC 7662)' })
  @ApiOkResponse({ standardSchema: tokenReportSchema })
  async introspect(
    @Body({ schema: tokenQuerySchema }) query: TokenQuery,
    @Headers('authorization') authorization: string | undefined,
    @ClientAddress() address: string,
  ): Promise<TokenReport> {
    await this.authentication.authenticate(readClientCredentials(authorization, query), address);
    return this.introspection.report(query.token);
  }
}
