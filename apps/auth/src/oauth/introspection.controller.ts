import { Body, Controller, Headers, HttpCode, Post, UseFilters, UseGuards } from '@nestjs/common';
import {
  ApiConsumes,
  ApiDefaultResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { Public } from '@plumbline/access';
import { ClientAddress } from '../audit/index.js';
import { type TokenReport, tokenReportSchema } from '../tokens/index.js';
import { ClientAuthentication, readClientCredentials } from './client-authentication.js';
import { FormOnlyGuard } from './form-only.guard.js';
import { Introspection } from './introspection.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { oauthErrorSchema, type TokenQuery, tokenQuerySchema } from './oauth.schema.js';

/** The introspection endpoint of RFC 7662, for clients with a secret. */
@ApiTags('OAuth 2.0')
@ApiConsumes('application/x-www-form-urlencoded')
@ApiDefaultResponse({ standardSchema: oauthErrorSchema })
@ApiUnauthorizedResponse()
@ApiTooManyRequestsResponse()
@Controller('oauth/introspect')
@Public()
@UseGuards(FormOnlyGuard)
@UseFilters(OAuthErrorFilter)
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
