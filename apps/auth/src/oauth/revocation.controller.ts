import { Body, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ClientAddress } from '../audit/index.js';
import { ClientAuthentication, readClientCredentials } from './client-authentication.js';
import { OAuthEndpoint } from './oauth-endpoint.decorator.js';
import { type TokenQuery, tokenQuerySchema } from './oauth.schema.js';
import { Revocation } from './revocation.js';

/** The revocation endpoint of RFC 7009. */
@OAuthEndpoint('oauth/revoke')
export class RevocationController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly revocation: Revocation,
  ) {}

  /** Also 200 for an unknown token: it cannot be used, as requested. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Revoke an access token, or the session of a refresh token (RFC 7009)' })
  async revoke(
    @Body({ schema: tokenQuerySchema }) query: TokenQuery,
    @Headers('authorization') authorization: string | undefined,
    @ClientAddress() address: string,
  ): Promise<void> {
    const client = await this.authentication.identify(readClientCredentials(authorization, query), address);
    await this.revocation.revoke(query.token, client, address);
  }
}
