import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ACCESS_OPTIONS, type AccessOptions } from './access-options.js';
import type { AccessRequest } from './access-request.js';
import { RateLimited } from './access.errors.js';

/** The part of a response that tells a client its limit. */
interface LimitedResponse {
  setHeader(name: string, value: string): unknown;
}

/**
 * Limits how many requests a second each person and each machine client may send, on routes that need a token. Every
 * process counts for itself. The headers are those of draft-ietf-httpapi-ratelimit-headers-03.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiter: RateLimiterMemory | undefined;

  constructor(@Inject(ACCESS_OPTIONS) { rateLimitPerS }: AccessOptions) {
    if (rateLimitPerS === undefined) return;
    this.limiter = new RateLimiterMemory({ points: rateLimitPerS, duration: 1 });
  }

  canActivate(context: ExecutionContext): true | Promise<true> {
    const http = context.switchToHttp();
    const { principal } = http.getRequest<AccessRequest>();
    if (this.limiter === undefined || principal === undefined) return true;
    return count(this.limiter, principal.subject, http.getResponse());
  }
}

/** @throws {RateLimited} */
async function count(limiter: RateLimiterMemory, subject: string, response: LimitedResponse): Promise<true> {
  const result = await limiter.consume(subject).catch((reason: unknown) => {
    if (reason instanceof RateLimiterRes) return reason;
    throw reason;
  });
  const resetS = Math.ceil(result.msBeforeNext / 1000);
  response.setHeader('RateLimit-Limit', String(limiter.points));
  response.setHeader('RateLimit-Remaining', String(result.remainingPoints));
  response.setHeader('RateLimit-Reset', String(resetS));
  if (result.consumedPoints > limiter.points) throw new RateLimited(limiter.points, resetS);
  return true;
}
