import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { addSeconds } from '@plumbline/tasks';
import { and, asc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { sessions } from '../database/index.js';
import type { Session } from './session.js';

const KEEP_ENDED_S = 86_400;

/** Sessions in PostgreSQL. */
@Injectable()
export class SessionRepository {
  async insert(queries: Queries, session: Session): Promise<void> {
    await queries.insert(sessions).values(session);
  }

  async find(queries: Queries, id: string): Promise<Session | undefined> {
    const [row] = await queries.select().from(sessions).where(eq(sessions.id, id));
    return row;
  }

  /** The live sessions of a user, oldest first. */
  listLive(queries: Queries, userId: string, now: Date): Promise<Session[]> {
    return queries
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), gt(sessions.expiresAt, now)))
      .orderBy(asc(sessions.createdAt));
  }

  /** Records the use of a live session and returns it; undefined when it is no longer live. */
  async touch(queries: Queries, id: string, now: Date): Promise<Session | undefined> {
    const [row] = await queries
      .update(sessions)
      .set({ lastUsedAt: now })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt), gt(sessions.expiresAt, now)))
      .returning();
    return row;
  }

  /** Ends a session; false when it was not live. */
  async end(queries: Queries, id: string, now: Date): Promise<boolean> {
    const ended = await queries
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    return ended.length === 1;
  }

  /** Ends every session of a user and returns their number. */
  async endAll(queries: Queries, userId: string, now: Date): Promise<number> {
    const ended = await queries
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    return ended.length;
  }

  /** Deletes expired sessions and those ended a day ago, with their tokens; returns their number. */
  async deletePast(queries: Queries, now: Date): Promise<number> {
    const past = or(lt(sessions.expiresAt, now), lt(sessions.endedAt, addSeconds(now, -KEEP_ENDED_S)));
    return (await queries.delete(sessions).where(past)).rowCount ?? 0;
  }
}
