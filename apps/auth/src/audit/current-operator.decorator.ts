import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from '@plumbline/access';
import { addressOf, type AddressedRequest } from './client-address.decorator.js';
import type { Operator } from './operator.js';

/** The operator of a request whose access token was verified. */
export const CurrentOperator = createParamDecorator((_: unknown, context: ExecutionContext): Operator => {
  const request = context.switchToHttp().getRequest<AddressedRequest & { principal: Principal }>();
  return { actor: request.principal.subject, address: addressOf(request) };
});
