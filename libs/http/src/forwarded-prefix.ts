import type { Request } from 'express';

const PATH = /^(\/[\w.~-]{1,64}){1,8}$/;

/**
 * The path below which a trusted proxy serves the app, from `X-Forwarded-Prefix`, such as `/ml`; empty without one.
 */
export function forwardedPrefix(request: Request): string {
  const prefix = request.get('X-Forwarded-Prefix')?.replace(/\/$/, '') ?? '';
  const trusts = request.app.get('trust proxy fn') as (address: string | undefined, hop: number) => boolean;
  return PATH.test(prefix) && trusts(request.socket.remoteAddress, 0) ? prefix : '';
}
