import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository, type Operator } from '../audit/index.js';
import { AuthDatabase, ServiceClock } from '../database/index.js';
import { PasswordHasher } from '../passwords/index.js';
import { LastAdmin, UsernameTaken, UserNotFound } from './user.errors.js';
import { type User, UserRepository } from './user.repository.js';
import type { NewUser, UserPage } from './user.schema.js';

/** Adds, lists and deletes users. */
@Injectable()
export class UserService {
  constructor(
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
    private readonly clock: ServiceClock,
  ) {}

  list(page: UserPage): Promise<User[]> {
    return this.database.run((queries) => this.users.list(queries, page));
  }

  /** @throws {UsernameTaken} @throws {HashingOverloaded} */
  async create({ username, password, scopes }: NewUser, operator: Operator): Promise<User> {
    const passwordHash = await this.hasher.hash(password);
    const createdAt = this.clock.now();
    const user = { id: randomUUID(), username, passwordHash, scopes, createdAt, disabledAt: null };
    await this.database.transaction(async (queries) => {
      if (!(await this.users.insert(queries, user))) throw new UsernameTaken(username);
      const event = { ...operator, action: 'user.created', subject: username, detail: { scopes } } as const;
      await this.audit.record(queries, event);
    });
    return user;
  }

  /** Deletes a user and all their sessions. @throws {UserNotFound} @throws {LastAdmin} */
  async delete(username: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (queries) => {
      // Admins are locked first, so that two of them cannot delete each other at the same time.
      const admins = await this.users.lockAdmins(queries);
      const user = await this.existing(queries, username);
      if (admins.length === 1 && admins[0] === user.id) throw new LastAdmin(username);
      await this.users.delete(queries, user.id);
      await this.audit.record(queries, { ...operator, action: 'user.deleted', subject: username });
    });
  }

  private async existing(queries: Queries, username: string): Promise<User> {
    const user = await this.users.findByUsername(queries, username);
    if (user === undefined) throw new UserNotFound(username);
    return user;
  }
}
