import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Operator } from '../audit/operator.js';
import { Sessions } from '../sessions/sessions.js';
import { UserNotFound } from '../users/user.errors.js';
import { UserRepository } from '../users/user.repository.js';
import type { User } from '../users/user.js';

/** Gives an account another password, which ends all its sessions. */
@Injectable()
export class PasswordReplacement {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: Sessions,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws {UserNotFound} when the person was deleted in the meantime. */
  async replace(
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
}
