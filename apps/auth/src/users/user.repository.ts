import { Injectable } from '@nestjs/common';
import type { Scope } from '@plumbline/access';
import type { Queries } from '@plumbline/postgres';
import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { users } from '../database/index.js';

/** A person who can sign in. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly passwordHash: string;
  /** The scopes that a token of the user can have. */
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** When the account was disabled; null while the person can sign in. */
  readonly disabledAt: Date | null;
}

/** Users in PostgreSQL. Usernames are lower case. */
@Injectable()
export class UserRepository {
  /** Accepts any text; undefined when it is not the name of a user. */
  async findByUsername(queries: Queries, username: string): Promise<User | undefined> {
    // PostgreSQL rejects text with a NUL character.
    if (username.includes('\0')) return undefined;
    const [user] = await queries.select().from(users).where(eq(users.username, username));
    return user;
  }

  async findById(queries: Queries, id: string): Promise<User | undefined> {
    const [user] = await queries.select().from(users).where(eq(users.id, id));
    return user;
  }

  /** The user, if neither disabled nor given another password since `user` was read; this holds until the transaction ends. */
  async lockUnchanged(queries: Queries, { id, passwordHash }: User): Promise<User | undefined> {
    const unchanged = and(eq(users.id, id), eq(users.passwordHash, passwordHash), isNull(users.disabledAt));
    const [user] = await queries.select().from(users).where(unchanged).for('share');
    return user;
  }

  /** Users ordered by name, starting after `after`. */
  list(queries: Queries, { after, limit }: { after?: string; limit: number }): Promise<User[]> {
    const rows = queries.select().from(users).orderBy(asc(users.username)).limit(limit);
    return after === undefined ? rows : rows.where(gt(users.username, after));
  }

  /** Stores the user; false when the name is taken. */
  async insert(queries: Queries, user: User): Promise<boolean> {
    return (await queries.insert(users).values(user).onConflictDoNothing().returning()).length === 1;
  }

  /** The ids of all enabled users with the scope `admin`; no other transaction can change one before this one ends. */
  async lockAdmins(queries: Queries): Promise<string[]> {
    const admins = queries
      .select({ id: users.id })
      .from(users)
      .where(and(sql`'admin' = any(${users.scopes})`, isNull(users.disabledAt)));
    return (await admins.orderBy(asc(users.id)).for('update')).map(({ id }) => id);
  }

  async hasAdmin(queries: Queries): Promise<boolean> {
    const admins = queries
      .select({ id: users.id })
      .from(users)
      .where(sql`'admin' = any(${users.scopes})`);
    return (await admins.limit(1)).length === 1;
  }

  /** Changes scopes or disables the user; undefined when there is none. */
  async change(
    queries: Queries,
    id: string,
    changes: Partial<Pick<User, 'scopes' | 'disabledAt'>>,
  ): Promise<User | undefined> {
    return (await queries.update(users).set(changes).where(eq(users.id, id)).returning())[0];
  }

  /** False when there is no such user. */
  async setPasswordHash(queries: Queries, id: string, passwordHash: string): Promise<boolean> {
    const changed = queries.update(users).set({ passwordHash }).where(eq(users.id, id));
    return (await changed.returning({ id: users.id })).length === 1;
  }

  /** Deletes the user with all sessions; false when there is none. */
  async delete(queries: Queries, id: string): Promise<boolean> {
    return (await queries.delete(users).where(eq(users.id, id)).returning({ id: users.id })).length === 1;
  }
}
