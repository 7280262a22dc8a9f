import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { refreshTokens } from '../database/tables.js';

/** What is stored of a refresh token. */
export type RefreshTokenRow = typeof refreshTokens.$inferSelect;

/** Refresh tokens in PostgreSQL, by their hashes. */
@Injectable()
export class RefreshTokenRepository {
  async insert(
    queries: Queries,
    token: Pick<RefreshTokenRow, 'hash' | 'sessionId' | 'expiresAt'>,
  ): Promise<void> {
    await queries.insert(refreshTokens).values(token);
  }

  async find(queries: Queries, hash: string): Promise<RefreshTokenRow | undefined> {
    return (await queries.select().from(refreshTokens).where(eq(refreshTokens.hash, hash)))[0];
  }

  /**
   * Uses up a token in one statement, so that of any number of simultaneous uses exactly one gets the row. Undefined
   * when it was used before, has expired or never was.
   */
  async use(
    queries: Queries,
    { hash, nonce, now }: { hash: string; nonce: string; now: Date },
  ): Promise<RefreshTokenRow | undefined> {
    const unused = and(
      eq(refreshTokens.hash, hash),
      isNull(refreshTokens.usedAt),
      gt(refreshTokens.expiresAt, now),
    );
    const rows = await queries
      .update(refreshTokens)
      .set({ usedAt: now, successorNonce: nonce })
      .where(unused)
      .returning();
    return rows[0];
  }

  /** Deletes tokens that have expired; their number. */
  async deleteExpired(queries: Queries, now: Date): Promise<number> {
    return (await queries.delete(refreshTokens).where(lt(refreshTokens.expiresAt, now))).rowCount ?? 0;
  }
}
