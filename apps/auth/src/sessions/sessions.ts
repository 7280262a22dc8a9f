import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Scope } from '@plumbline/access';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository } from '../audit/audit.repository.js';
import { addSeconds, Clock } from '../clock.js';
import { AUTH_CONFIG } from '../config.module.js';
import type { AuthConfig } from '../config.js';
import type { User } from '../users/user.js';
import { generateRefreshToken, hashRefreshToken } from './refresh-token.js';
import { RefreshTokenRepository } from './refresh-token.repository.js';
import { SessionRepository } from './session.repository.js';
import type { Session } from './session.js';

/** A session and the refresh token that continues it; the token is not stored anywhere. */
export interface OpenedSession {
  readonly session: Session;
  readonly refreshToken: string;
}

/** Opens and ends the sessions of people. */
@Injectable()
export class Sessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly tokens: RefreshTokenRepository,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
    @Inject(AUTH_CONFIG) private readonly config: AuthConfig,
  ) {}

  /** Starts a session of somebody who has just proved who they are. */
  async open(
    queries: Queries,
    user: User,
    scopes: readonly Scope[],
    address: string,
  ): Promise<OpenedSession> {
    const now = this.clock.now();
    const { refreshTtlS, maxAgeS } = this.config.sessions;
    const expiresAt = addSeconds(now, maxAgeS);
    const times = { createdAt: now, lastUsedAt: now, expiresAt, endedAt: null };
    const session: Session = { id: randomUUID(), userId: user.id, scopes, ...times };
    await this.sessions.insert(queries, session);
    const refreshToken = generateRefreshToken();
    await this.tokens.insert(queries, {
      hash: hashRefreshToken(refreshToken),
      sessionId: session.id,
      expiresAt: addSeconds(now, Math.min(refreshTtlS, maxAgeS)),
    });
    const detail = { session: session.id, scope: scopes.join(' ') };
    const event = {
      action: 'login.succeeded',
      actor: user.id,
      subject: user.username,
      address,
      detail,
    } as const;
    await this.audit.record(queries, event);
    return { session, refreshToken };
  }

  /** The sessions of a person that can still be used. */
  list(queries: Queries, userId: string): Promise<Session[]> {
    return this.sessions.listLive(queries, userId, this.clock.now());
  }

  /** Ends one session; whether it was live. */
  end(queries: Queries, id: string): Promise<boolean> {
    return this.sessions.end(queries, id, this.clock.now());
  }

  /** Ends every session of a person; how many. */
  endAll(queries: Queries, userId: string): Promise<number> {
    return this.sessions.endAll(queries, userId, this.clock.now());
  }
}
