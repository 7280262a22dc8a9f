import { SetMetadata } from '@nestjs/common';
import type { Scope } from './scopes.js';

/** What a route asks of a request: nothing, any valid token, or a token with one scope. */
export type RouteRule = 'public' | 'token' | Scope;

const RULE = 'plumbline:access';

/** Attaches the rule to a controller or a handler. */
export function declareRule(rule: RouteRule): MethodDecorator & ClassDecorator {
  return SetMetadata(RULE, rule);
}

/** The rule declared on the handler, else on its controller. */
export function declaredRule(controller: object, handler: object): RouteRule | undefined {
  return ((Reflect.getMetadata(RULE, handler) as unknown) ?? Reflect.getMetadata(RULE, controller)) as
    RouteRule | undefined;
}
