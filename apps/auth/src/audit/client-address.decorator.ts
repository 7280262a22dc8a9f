import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

interface AddressedRequest {
  readonly ip?: string;
}

/**
 * The network address of the client: the peer of the connection, or what a trusted proxy says in X-Forwarded-For.
 * An IPv4 address mapped into IPv6 is given as IPv4.
 */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { ip = '' } = context.switchToHttp().getRequest<AddressedRequest>();
  return ip.replace(/^::ffff:(?=\d+\.)/i, '');
});
