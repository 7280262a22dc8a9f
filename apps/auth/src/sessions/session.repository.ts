import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { and, asc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { addSeconds } from '../clock.js';
import { sessions } from '../database/tables.js';
import type { Session } from './session.js';

type Row = typeof sessions.$inferSelect;

const KEEP_ENDED_S = 86_400;

/** Sessions in PostgreSQL. */
@Injectable()
export class SessionRepository {
  async insert(queries: Queries, session: Session): Promise<void> {
    await queries.insert(sessions).values({ ...session, scopes: [...session.scopes] });
  }

  async find(queries: Queries, id: string): Promise<Session | undefined> {
    const [row] = await queries.select().from(sessions).where(eq(sessions.id, id));
    return row && fromRow(row);
  }

  /** The sessions of a person that can still be used, oldest first. */
  async listLive(queries: Queries, userId: string, now: Date): Promise<Session[]> {
    const rows = await queries
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), gt(sessions.expiresAt, now)))
      .orderBy(asc(sessions.createdAt));
    return rows.map(fromRow);
  }

  /** Notes that a live session is used, and returns it; undefined when it is no longer live. */
  async touch(queries: Queries, id: string, now: Date): Promise<Session | undefined> {
    const [row] = await queries
      .update(sessions)
      .set({ lastUsedAt: now })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt), gt(sessions.expiresAt, now)))
      .returning();
    return row && fromRow(row);
  }

  /** Ends a session; whether it was live. */
  async end(queries: Queries, id: string, now: Date): Promise<boolean> {
    const ended = await queries
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    return ended.length === 1;
  }

  /** Ends every session of a person; how many. */
  async endAll(queries: Queries, userId: string, now: Date): Promise<number> {
    const ended = await queries
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    return ended.length;
  }

  /** Deletes sessions that are past, with their tokens; their number. */
  async deletePast(queries: Queries, now: Date): Promise<number> {
    const past = or(lt(sessions.expiresAt, now), lt(sessions.endedAt, addSeconds(now, -KEEP_ENDED_S)));
    return (await queries.delete(sessions).where(past)).rowCount ?? 0;
  }
}

function fromRow({ scopes, ...row }: Row): Session {
  return { ...row, scopes: scopes as Session['scopes'] };
}
