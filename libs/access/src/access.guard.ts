import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { isPromise } from 'node:util/types';
import { ACCESS_OPTIONS, type AccessOptions } from './access-options.js';
import type { AccessRequest } from './access-request.js';
import { AccessTokenVerifier } from './access-token-verifier.js';
import { AccessRefused, AccessTokenInvalid, InsufficientScope } from './access.errors.js';
import type { Principal } from './principal.js';
import { principalOf } from './request-token.js';
import { RouteAccess } from './route-access.js';
import type { RouteRule } from './route-rule.decorator.js';

/** The part of a response that access control writes. */
interface ChallengedResponse {
  setHeader(name: string, value: string): unknown;
}

/**
 * Admits a request whose token grants access to the route. Returns no promise for a token in the cache, because every
 * request to a guarded route passes here.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(RouteAccess) private readonly routes: RouteAccess,
    @Inject(AccessTokenVerifier) private readonly verifier: AccessTokenVerifier,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const rule = this.routes.ruleOf(context.getClass(), context.getHandler());
    if (rule === 'public') return true;
    const http = context.switchToHttp();
    try {
      const passed = this.check(http.getRequest<AccessRequest>(), rule);
      return isPromise(passed)
        ? passed.catch((error: unknown) => challenge(error, http.getResponse()))
        : passed;
    } catch (error) {
      return challenge(error, http.getResponse());
    }
  }

  private check(request: AccessRequest, rule: RouteRule): boolean | Promise<boolean> {
    const principal = principalOf(this.verifier, request);
    return isPromise(principal) || this.options.isRevoked
      ? this.checkLater(request, rule, principal)
      : admit(request, rule, principal);
  }

  private async checkLater(
    request: AccessRequest,
    rule: RouteRule,
    verifying: Principal | Promise<Principal>,
  ): Promise<boolean> {
    const principal = await verifying;
    if (await this.options.isRevoked?.(principal)) throw new AccessTokenInvalid('revoked');
    return admit(request, rule, principal);
  }
}

function admit(request: AccessRequest, rule: RouteRule, principal: Principal): true {
  if (rule !== 'token' && !principal.scopes.has(rule)) throw new InsufficientScope(rule);
  request.principal = principal;
  return true;
}

/** Adds the challenge to the response and rethrows the error. */
function challenge(error: unknown, response: ChallengedResponse): never {
  if (error instanceof AccessRefused) response.setHeader('WWW-Authenticate', error.challenge);
  throw error;
}
