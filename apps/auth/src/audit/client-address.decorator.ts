import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** The part of a request that tells where it came from. */
export interface AddressedRequest {
  readonly ip?: string;
}

/**
 * The network address of the client: the peer of the connection, or what a trusted proxy says in X-Forwarded-For.
 * An IPv4 address mapped into IPv6 is given as IPv4.
 */
export function addressOf({ ip = '' }: AddressedRequest): string {
  return ip.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Injects the network address of the client into a handler. */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  addressOf(context.switchToHttp().getRequest<AddressedRequest>()),
);
