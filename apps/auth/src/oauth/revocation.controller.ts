import { Body, Controller, Headers, HttpCode, Post, UseFilters, UseGuards } from '@nestjs/common';
import {
  ApiConsumes,
  ApiDefaultResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { Public } from '@plumbline/access';
import { ClientAddress } from '../audit/index.js';
import { ClientAuthentication, readClientCredentials } from './client-authentication.js';
import { FormOnlyGuard } from './form-only.guard.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { oauthErrorSchema, type TokenQuery, tokenQuerySchema } from './oauth.schema.js';
import { Revocation } from './revocation.js';

/** The revocation endpoint of RFC 7009. */
@ApiTags('OAuth 2.0')
@ApiConsumes('application/x-www-form-urlencoded')
@ApiDefaultResponse({ standardSchema: oauthErrorSchema })
@ApiUnauthorizedResponse()
@ApiTooManyRequestsResponse()
@Controller('oauth/revoke')
@Public()
@UseGuards(FormOnlyGuard)
@UseFilters(OAuthErrorFilter)
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
