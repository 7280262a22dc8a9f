import { applyDecorators } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { declareRule } from './route-rule.js';
import type { Scope } from './scopes.js';

/** Marks a route that needs an access token with the scope. */
export function RequireScope(scope: Scope): MethodDecorator & ClassDecorator {
  return applyDecorators(declareRule(scope), ApiSecurity('bearer', [scope]));
}
