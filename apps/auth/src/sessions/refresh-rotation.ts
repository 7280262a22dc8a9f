import { Inject, Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { addSeconds } from '@plumbline/tasks';
import { AuditRepository } from '../audit/index.js';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { ServiceClock } from '../database/index.js';
import { generateNonce, hashRefreshToken, successorOf } from './refresh-token.js';
import { RefreshTokenRepository, type RefreshTokenRow } from './refresh-token.repository.js';
import { isLive, type Session } from './session.js';
import { SessionRepository } from './session.repository.js';

/** The result of an exchange; only the first two give new tokens. */
export type Rotation =
  | { readonly result: 'rotated' | 'grace'; readonly session: Session; readonly refreshToken: string }
  | { readonly result: 'reused' | 'expired' | 'unknown' };

/**
 * Exchanges refresh tokens, each of which can be used once. A token that is used again within a few seconds, before its
 * successor is used, gives the same successor: the first answer may have been lost. A token that is used again later has
 * been copied, and the session ends with all its tokens (RFC 9700, 4.14.2).
 */
@Injectable()
export class RefreshRotation {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly tokens: RefreshTokenRepository,
    private readonly audit: AuditRepository,
    private readonly clock: ServiceClock,
    @Inject(AUTH_CONFIG) private readonly config: AuthConfig,
  ) {}

  /** Exchanges a token within the transaction of `queries`. */
  async exchange(queries: Queries, token: string, address: string): Promise<Rotation> {
    const now = this.clock.now();
    const [hash, nonce] = [hashRefreshToken(token), generateNonce()];
    const used = await this.tokens.use(queries, { hash, nonce, now });
    if (used === undefined) return this.explain(queries, token, now, address);
    const session = await this.sessions.touch(queries, used.sessionId, now);
    if (session === undefined) return { result: 'expired' };
    const refreshToken = successorOf(token, nonce);
    await this.tokens.insert(queries, {
      hash: hashRefreshToken(refreshToken),
      sessionId: session.id,
      expiresAt: earlier(addSeconds(now, this.config.sessions.refreshTtlS), session.expiresAt),
    });
    const event = { action: 'token.refreshed', actor: session.userId, subject: session.id, address } as const;
    await this.audit.record(queries, event);
    return { result: 'rotated', session, refreshToken };
  }

  /** Why the token could not be exchanged, with the consequence. */
  private async explain(queries: Queries, token: string, now: Date, address: string): Promise<Rotation> {
    const row = await this.tokens.find(queries, hashRefreshToken(token));
    if (row === undefined) return { result: 'unknown' };
    const session = await this.sessions.find(queries, row.sessionId);
    if (session === undefined || !isLive(session, now) || row.usedAt === null) return { result: 'expired' };
    const refreshToken = successorOf(token, row.successorNonce ?? '');
    if (await this.mayBeLost(queries, row, refreshToken, now))
      return { result: 'grace', session, refreshToken };
    await this.sessions.end(queries, session.id, now);
    const event = { action: 'token.reused', actor: session.userId, subject: session.id, address } as const;
    await this.audit.record(queries, event);
    return { result: 'reused' };
  }

  private async mayBeLost(
    queries: Queries,
    { usedAt }: RefreshTokenRow,
    successor: string,
    now: Date,
  ): Promise<boolean> {
    if (usedAt === null || addSeconds(usedAt, this.config.sessions.graceS) < now) return false;
    const next = await this.tokens.find(queries, hashRefreshToken(successor));
    return next !== undefined && next.usedAt === null;
  }
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
