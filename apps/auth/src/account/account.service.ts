import { Injectable } from '@nestjs/common';
import { AccessTokenInvalid, type Principal } from '@plumbline/access';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository } from '../audit/index.js';
import { AuthDatabase } from '../database/index.js';
import { type Session, Sessions } from '../sessions/index.js';
import { UserRepository } from '../users/index.js';
import { NoSession, SessionNotFound } from './account.errors.js';
import type { AccountDescription, LogoutRequest, SessionDescription } from './account.schema.js';

/** Describes the account of a token and ends its sessions. */
@Injectable()
export class AccountService {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: Sessions,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  describe(principal: Principal): Promise<AccountDescription> {
    const { subject, sessionId, clientId = subject } = principal;
    const scopes = [...principal.scopes];
    if (sessionId === undefined) return Promise.resolve({ client_id: clientId, scopes });
    return this.database.run(async (queries) => {
      const user = await this.users.findById(queries, subject);
      // The user was deleted after the token was checked.
      if (user === undefined) throw new AccessTokenInvalid('revoked');
      const sessions = await this.sessions.list(queries, subject);
      return {
        username: user.username,
        scopes,
        allowed_scopes: [...user.scopes],
        created_at: user.createdAt.toISOString(),
        sessions: sessions.map((session) => describeSession(session, sessionId)),
      };
    });
  }

  /** Ends the session of the token, the requested one or all. @throws {NoSession} @throws {SessionNotFound} */
  async logout(
    principal: Principal,
    { all, session_id: named }: LogoutRequest,
    address: string,
  ): Promise<void> {
    const { subject, sessionId } = principal;
    if (sessionId === undefined) throw new NoSession();
    await this.database.transaction(async (queries) => {
      const ended = all
        ? await this.sessions.endAll(queries, subject)
        : await this.endOne(queries, subject, named ?? sessionId);
      const event = { action: 'logout', actor: subject, address, detail: { all, sessions: ended } } as const;
      await this.audit.record(queries, event);
    });
  }

  private async endOne(queries: Queries, userId: string, id: string): Promise<number> {
    const own = await this.sessions.list(queries, userId);
    if (!own.some((session) => session.id === id)) throw new SessionNotFound(id);
    await this.sessions.end(queries, id);
    return 1;
  }
}

function describeSession(session: Session, current: string): SessionDescription {
  return {
    id: session.id,
    current: session.id === current,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
  };
}
