import { isIP } from 'node:net';
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
  readonly socket?: { readonly remoteAddress?: string | undefined };
}

/**
 * The network address of the client: the peer of the connection, or the address that a trusted proxy sends in
 * X-Forwarded-For, without a port. An IPv4-mapped IPv6 address is returned as IPv4. The peer if the proxy sent no address.
 */
export function addressOf({ ip = '', socket }: AddressedRequest): string {
  const address = withoutPort(ip);
  return plain(isIP(address) > 0 ? address : (socket?.remoteAddress ?? ''));
}

/** `192.0.2.1:443` and `[2001:db8::1]:443`, as some proxies write addresses, without port and brackets. */
function withoutPort(address: string): string {
  return /^\[([^\]]*)\](:\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, '$1');
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
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
