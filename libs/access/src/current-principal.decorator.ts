import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AccessRequest } from './access-request.js';

/** The principal of the request, on a route that needs a token. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AccessRequest>().principal;
});
