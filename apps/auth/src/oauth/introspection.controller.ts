import { Body, Controller, Headers, HttpCode, Post, UseFilters, UseGuards } from '@nestjs/common';
import { Public } from '@plumbline/access';
import { ClientAddress } from '../audit/client-address.decorator.js';
import { ClientAuthentication } from './client-authentication.js';
import { readClientCredentials } from './client-credentials.js';
import { FormOnlyGuard } from './form-only.guard.js';
import { Introspection, type TokenReport } from './introspection.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { type TokenQuery, tokenQuerySchema } from './oauth.schema.js';

/** The introspection endpoint of RFC 7662, for clients with a secret. */
@Controller('oauth/introspect')
@Public()
@UseGuards(FormOnlyGuard)
@UseFilters(OAuthErrorFilter)
export class IntrospectionController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly introspection: Introspection,
  ) {}

  @Post()
  @HttpCode(200)
  async introspect(
    @Body({ schema: tokenQuerySchema }) query: TokenQuery,
    @Headers('authorization') authorization: string | undefined,
    @ClientAddress() address: string,
  ): Promise<TokenReport> {
    await this.authentication.authenticate(readClientCredentials(authorization, query), address);
    return this.introspection.report(query.token);
  }
}
