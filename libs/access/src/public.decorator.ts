import { applyDecorators } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { declareRule } from './route-rule.js';

/** Marks a route that needs no access token. */
export function Public(): MethodDecorator & ClassDecorator {
  return applyDecorators(declareRule('public'), ApiSecurity({}));
}
