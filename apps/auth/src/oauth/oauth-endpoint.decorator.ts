import { applyDecorators, Controller, UseFilters, UseGuards } from '@nestjs/common';
import {
  ApiConsumes,
  ApiDefaultResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { Public } from '@plumbline/access';
import { FormOnlyGuard } from './form-only.guard.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { oauthErrorSchema } from './oauth.schema.js';

/** A controller of an OAuth 2.0 endpoint: it takes a form and no token, and its errors have the form of RFC 6749. */
export function OAuthEndpoint(path: string): ClassDecorator {
  return applyDecorators(
    ApiTags('OAuth 2.0'),
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiDefaultResponse({ standardSchema: oauthErrorSchema }),
    ApiUnauthorizedResponse(),
    ApiTooManyRequestsResponse(),
    Controller(path),
    Public(),
    UseGuards(FormOnlyGuard),
    UseFilters(OAuthErrorFilter),
  );
}
