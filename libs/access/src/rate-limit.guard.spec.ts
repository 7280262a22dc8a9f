import { describe, expect, test } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { Principal } from './principal.js';
import { RateLimitGuard } from './rate-limit.guard.js';

const principalOf = (subject: string): Principal => ({
  subject,
  scopes: new Set(),
  tokenId: 'j',
  expiresAt: 0,
});

const guardOf = (rateLimitPerS?: number) =>
  new RateLimitGuard({ issuer: 'i', audience: 'a', keys: { find: () => undefined }, rateLimitPerS });

/** The headers of the answer to a request, and the error code if it is refused. */
async function ask(guard: RateLimitGuard, subject?: string) {
  const headers: Record<string, string> = {};
  const response = { setHeader: (name: string, value: string) => (headers[name] = value) };
  const principal = subject === undefined ? undefined : principalOf(subject);
  try {
    await guard.canActivate(new ExecutionContextHost([{ principal }, response]));
    return { headers };
  } catch (error) {
    return { headers, error };
  }
}

describe('RateLimitGuard', () => {
  test('refuses what is beyond the limit of a subject, and tells how much is left and when it is again', async () => {
    const guard = guardOf(2);
    const [first, second, third] = [await ask(guard, 'a'), await ask(guard, 'a'), await ask(guard, 'a')];
    expect(first).toEqual({
      headers: { 'RateLimit-Limit': '2', 'RateLimit-Remaining': '1', 'RateLimit-Reset': '1' },
    });
    expect(second.headers['RateLimit-Remaining']).toBe('0');
    expect(second.error).toBeUndefined();
    expect(third.headers['RateLimit-Remaining']).toBe('0');
    expect(third.error).toMatchObject({ code: 'rate_limited', retryAfterS: 1 });
    expect((await ask(guard, 'b')).error).toBeUndefined();
  });

  test('limits nobody without a setting, and no route without a token', async () => {
    const unlimited = guardOf();
    const limited = guardOf(1);
    for (let request = 0; request < 3; request += 1) {
      expect(await ask(unlimited, 'a')).toEqual({ headers: {} });
      expect(await ask(limited)).toEqual({ headers: {} });
    }
  });
});
