import { Body, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ClientAddress } from '../audit/index.js';
import { type IssuedToken, tokenAnswerSchema } from '../tokens/index.js';
import { ClientAuthentication, readClientCredentials } from './client-authentication.js';
import { ClientCredentialsGrant, RefreshGrant } from './grants.js';
import { OAuthEndpoint } from './oauth-endpoint.decorator.js';
import { OAuthError } from './oauth.errors.js';
import { type TokenRequest, tokenRequestSchema } from './oauth.schema.js';

/** The token endpoint of RFC 6749. */
@OAuthEndpoint('oauth/token')
export class TokenController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly clientCredentials: ClientCredentialsGrant,
    private readonly refresh: RefreshGrant,
  ) {}

  /** Supports the grants `client_credentials` and `refresh_token`. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Get tokens with client_credentials or refresh_token (RFC 6749)' })
  @ApiOkResponse({ standardSchema: tokenAnswerSchema })
  async token(
    @Body({ schema: tokenRequestSchema }) request: TokenRequest,
    @Headers('authorization') authorization: string | undefined,
    @ClientAddress() address: string,
  ): Promise<IssuedToken> {
    const credentials = readClientCredentials(authorization, request);
    switch (request.grant_type) {
      case 'client_credentials': {
        const client = await this.authentication.authenticate(credentials, address);
        return this.clientCredentials.issue(client, request.scope, address);
      }
      case 'refresh_token': {
        const client = await this.authentication.identify(credentials, address);
        if (client !== undefined) {
          throw new OAuthError(
            'unauthorized_client',
            'Refresh tokens belong to users, not to machine clients.',
          );
        }
        if (request.refresh_token === undefined) {
          throw new OAuthError('invalid_request', 'refresh_token: is required for this grant');
        }
        return this.refresh.issue(request.refresh_token, request.scope, address);
      }
      default:
        throw new OAuthError('unsupported_grant_type', 'Use client_credentials or refresh_token.');
    }
  }
}
