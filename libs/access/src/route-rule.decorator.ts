import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { Scope } from './scopes.js';

/** What a route requires of a request: nothing, any valid token, or a token with one scope. */
export type RouteRule = 'public' | 'token' | Scope;

const RULE = 'plumbline:access';

type RouteDecorator = MethodDecorator & ClassDecorator;

/** Marks a route that needs no access token. */
export function Public(): RouteDecorator {
  return applyDecorators(SetMetadata(RULE, 'public' satisfies RouteRule), ApiSecurity({}));
}

/** Marks a route that requires a valid access token, with any scopes. */
export function RequireToken(): RouteDecorator {
  return SetMetadata(RULE, 'token' satisfies RouteRule);
}

/** Marks a route that requires an access token with the scope. */
export function RequireScope(scope: Scope): RouteDecorator {
  return applyDecorators(SetMetadata(RULE, scope satisfies RouteRule), ApiSecurity('bearer', [scope]));
}

/** The rule declared on the handler, else on its controller. */
export function declaredRule(controller: object, handler: object): RouteRule | undefined {
  return ((Reflect.getMetadata(RULE, handler) as unknown) ?? Reflect.getMetadata(RULE, controller)) as
    RouteRule | undefined;
}
