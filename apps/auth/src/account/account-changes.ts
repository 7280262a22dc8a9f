import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository, type Operator } from '../audit/index.js';
import { AuthDatabase } from '../database/index.js';
import { Sessions } from '../sessions/index.js';
import { type User, UserNotFound, UserRepository } from '../users/index.js';

/** Changes to an account that end its sessions. */
@Injectable()
export class AccountChanges {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: Sessions,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  /** Sets a new password and ends all sessions. @throws {UserNotFound} when the user has been deleted meanwhile. */
  async replacePassword(
    queries: Queries,
    { id, username }: User,
    passwordHash: string,
    operator: Operator,
  ): Promise<void> {
    if (!(await this.users.setPasswordHash(queries, id, passwordHash))) throw new UserNotFound(username);
    const detail = { sessions_ended: await this.sessions.endAll(queries, id) };
    const event = { ...operator, action: 'user.password_changed', subject: username, detail } as const;
    await this.audit.record(queries, event);
  }

  /** Ends all sessions. @throws {UserNotFound} */
  async endSessions(username: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (queries) => {
      const user = await this.users.findByUsername(queries, username);
      if (user === undefined) throw new UserNotFound(username);
      const detail = { sessions: await this.sessions.endAll(queries, user.id) };
      const event = { ...operator, action: 'user.sessions_ended', subject: username, detail } as const;
      await this.audit.record(queries, event);
    });
  }
}
