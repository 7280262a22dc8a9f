import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Operator } from '../audit/operator.js';
import { AuthDatabase } from '../database/auth-database.js';
import { Sessions } from '../sessions/sessions.js';
import { UserNotFound } from '../users/user.errors.js';
import { UserRepository } from '../users/user.repository.js';

/** Signs somebody out everywhere, without changing their account. */
@Injectable()
export class SessionTerminationService {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: Sessions,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  /** @throws {UserNotFound} */
  async endAll(username: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (queries) => {
      const user = await this.users.findByUsername(queries, username);
      if (user === undefined) throw new UserNotFound(username);
      const detail = { sessions: await this.sessions.endAll(queries, user.id) };
      const event = { ...operator, action: 'user.sessions_ended', subject: username, detail } as const;
      await this.audit.record(queries, event);
    });
  }
}
