import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Scope } from '@plumbline/access';
import type { Queries } from '@plumbline/postgres';
import { addSeconds } from '@plumbline/tasks';
import { AuditRepository } from '../audit/index.js';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { ServiceClock } from '../database/index.js';
import type { User } from '../users/index.js';
import { generateRefreshToken, hashRefreshToken } from './refresh-token.js';
import { RefreshTokenRepository } from './refresh-token.repository.js';
import { isLive, type Session } from './session.js';
import { SessionRepository } from './session.repository.js';

/** A session and the refresh token that continues it; only a hash of the token is stored. */
export interface OpenedSession {
  readonly session: Session;
  readonly refreshToken: string;
}

/** Opens and ends sessions of users. */
@Injectable()
export class Sessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly tokens: RefreshTokenRepository,
    private readonly audit: AuditRepository,
    private readonly clock: ServiceClock,
    @Inject(AUTH_CONFIG) private readonly config: AuthConfig,
  ) {}

  /** Opens a session for a user who has just authenticated. */
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

  /** The live sessions of a user. */
  list(queries: Queries, userId: string): Promise<Session[]> {
    return this.sessions.listLive(queries, userId, this.clock.now());
  }

  /** The session, unless it has ended. */
  async findLive(queries: Queries, id: string): Promise<Session | undefined> {
    const session = await this.sessions.find(queries, id);
    return session !== undefined && isLive(session, this.clock.now()) ? session : undefined;
  }

  /** Ends a session; false when it was not live. */
  end(queries: Queries, id: string): Promise<boolean> {
    return this.sessions.end(queries, id, this.clock.now());
  }

  /** Ends every session of a user and returns their number. */
  endAll(queries: Queries, userId: string): Promise<number> {
    return this.sessions.endAll(queries, userId, this.clock.now());
  }
}
