import { declareRule } from './route-rule.js';

/** Marks a route that any valid access token opens, whatever its scopes. */
export function RequireToken(): MethodDecorator & ClassDecorator {
  return declareRule('token');
}
