import { Injectable } from '@nestjs/common';
import type { Principal } from '@plumbline/access';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository } from '../audit/audit.repository.js';
import { AuthDatabase } from '../database/auth-database.js';
import { Sessions } from '../sessions/sessions.js';
import { NoSession, SessionNotFound } from './account.errors.js';
import type { LogoutRequest } from './account.schema.js';

/** Ends one's own sessions. */
@Injectable()
export class LogoutService {
  constructor(
    private readonly sessions: Sessions,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  /** Ends the session of the token, a named one or all. @throws {NoSession} @throws {SessionNotFound} */
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
