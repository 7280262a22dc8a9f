import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from './principal.js';

/** The part of a request that access control reads and writes. */
export interface AccessRequest {
  readonly headers: { readonly authorization?: string };
  /** Whom its token names, once it is verified. */
  verified?: Principal;
  /** Why its token was refused. */
  refusal?: Error;
  /** Set once the route has admitted it. */
  principal?: Principal;
}

const BEARER = /^Bearer +(\S+)$/i;

/** The bearer token of an `Authorization` header (RFC 6750, 2.1); other schemes count as no token. */
export function bearerToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  // The exact form that clients send costs no regular expression.
  if (authorization.startsWith('Bearer ') && !authorization.includes(' ', 7)) {
    return authorization.slice(7) || undefined;
  }
  return BEARER.exec(authorization)?.[1];
}

/** The principal of the request, on a route that needs a token. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AccessRequest>().principal;
});
