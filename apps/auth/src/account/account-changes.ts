import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository, type Operator } from '../audit/index.js';
import { AuthDatabase, ServiceClock } from '../database/index.js';
import { Sessions } from '../sessions/index.js';
import { LastAdmin, type User, type UserChange, UserNotFound, UserRepository } from '../users/index.js';

/** Changes to an account that end its sessions. */
@Injectable()
export class AccountChanges {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: Sessions,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
    private readonly clock: ServiceClock,
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

  /**
   * Changes the scopes of a user, or disables or enables the user. Disabling ends all sessions.
   * @throws {UserNotFound | LastAdmin}
   */
  async change(username: string, { scopes, disabled }: UserChange, operator: Operator): Promise<User> {
    const now = this.clock.now();
    return this.database.transaction(async (queries) => {
      // Admins are locked first, so that two of them cannot disable each other at the same time.
      const admins = await this.users.lockAdmins(queries);
      const before = await this.users.findByUsername(queries, username);
      if (before === undefined) throw new UserNotFound(username);
      const disabledAt =
        disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? now) : null;
      const changed = { scopes: scopes ?? before.scopes, disabledAt };
      const staysAdmin = changed.scopes.includes('admin') && disabledAt === null;
      if (admins.length === 1 && admins[0] === before.id && !staysAdmin) throw new LastAdmin(username);
      const after = await this.users.change(queries, before.id, changed);
      if (after === undefined) throw new UserNotFound(username);
      const ended = disabledAt === null ? 0 : await this.sessions.endAll(queries, before.id);
      const detail = {
        scopes_before: before.scopes,
        scopes: after.scopes,
        disabled_before: before.disabledAt !== null,
        disabled: disabledAt !== null,
        sessions_ended: ended,
      };
      await this.audit.record(queries, { ...operator, action: 'user.changed', subject: username, detail });
      return after;
    });
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
