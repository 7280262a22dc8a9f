import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from '@plumbline/access';

/** Who makes a change, and from which address; empty for the service itself. */
export interface Operator {
  /** The subject of the access token. */
  readonly actor?: string;
  readonly address?: string;
}

/** The part of a request that has its network address. */
export interface AddressedRequest {
  readonly ip?: string;
}

/**
 * The network address of the client: the peer of the connection, or the address that a trusted proxy sends in
 * X-Forwarded-For. An IPv4-mapped IPv6 address is returned as IPv4.
 */
export function addressOf({ ip = '' }: AddressedRequest): string {
  return ip.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Injects the network address of the client into a handler. */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  addressOf(context.switchToHttp().getRequest<AddressedRequest>()),
);

/** Injects the operator of a request whose access token was verified. */
export const CurrentOperator = createParamDecorator((_: unknown, context: ExecutionContext): Operator => {
  const request = context.switchToHttp().getRequest<AddressedRequest & { principal: Principal }>();
  return { actor: request.principal.subject, address: addressOf(request) };
});
