import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { users } from '../database/tables.js';
import type { User } from './user.js';

type Row = typeof users.$inferSelect;

/** Users in PostgreSQL. Usernames are lower case. */
@Injectable()
export class UserRepository {
  /** Any text may be asked for; what cannot be a username is nobody's. */
  async findByUsername(queries: Queries, username: string): Promise<User | undefined> {
    // PostgreSQL refuses text with a NUL character.
    if (username.includes('\0')) return undefined;
    return only(await queries.select().from(users).where(eq(users.username, username)));
  }

  async findById(queries: Queries, id: string): Promise<User | undefined> {
    return only(await queries.select().from(users).where(eq(users.id, id)));
  }

  /** The person, if their password is still the one that was checked; it cannot change before the transaction ends. */
  async lockUnchanged(queries: Queries, { id, passwordHash }: User): Promise<User | undefined> {
    const unchanged = and(eq(users.id, id), eq(users.passwordHash, passwordHash));
    return only(await queries.select().from(users).where(unchanged).for('share'));
  }

  /** In the order of their names, from the one after `after`. */
  async list(queries: Queries, { after, limit }: { after?: string; limit: number }): Promise<User[]> {
    const rows = queries.select().from(users).orderBy(asc(users.username)).limit(limit);
    return (await (after === undefined ? rows : rows.where(gt(users.username, after)))).map(fromRow);
  }

  /** Whether the name was free and the user is stored. */
  async insert(queries: Queries, user: User): Promise<boolean> {
    const row = { ...user, scopes: [...user.scopes] };
    return (await queries.insert(users).values(row).onConflictDoNothing().returning()).length === 1;
  }

  /** The ids of everyone with the scope `admin`; none of them can be deleted by others before the transaction ends. */
  async lockAdmins(queries: Queries): Promise<string[]> {
    const admins = queries
      .select({ id: users.id })
      .from(users)
      .where(sql`'admin' = any(${users.scopes})`);
    return (await admins.orderBy(asc(users.id)).for('update')).map(({ id }) => id);
  }

  async hasAdmin(queries: Queries): Promise<boolean> {
    const admins = queries
      .select({ id: users.id })
      .from(users)
      .where(sql`'admin' = any(${users.scopes})`);
    return (await admins.limit(1)).length === 1;
  }

  /** Whether there is such a person. */
  async setPasswordHash(queries: Queries, id: string, passwordHash: string): Promise<boolean> {
    const changed = queries.update(users).set({ passwordHash }).where(eq(users.id, id));
    return (await changed.returning({ id: users.id })).length === 1;
  }

  /** Deletes the person with all sessions; whether there was one. */
  async delete(queries: Queries, id: string): Promise<boolean> {
    return (await queries.delete(users).where(eq(users.id, id)).returning({ id: users.id })).length === 1;
  }
}

function only(rows: Row[]): User | undefined {
  return rows[0] && fromRow(rows[0]);
}

function fromRow({ scopes, ...row }: Row): User {
  return { ...row, scopes: scopes as User['scopes'] };
}
