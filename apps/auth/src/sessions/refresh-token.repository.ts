import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { refreshTokens } from '../database/index.js';

/** A stored refresh token. */
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
   * Marks a token as used, in one statement, so that exactly one of several simultaneous uses gets the row. Undefined when
   * the token is used, expired or unknown.
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

  /** Deletes expired tokens and returns their number. */
  async deleteExpired(queries: Queries, now: Date): Promise<number> {
    return (await queries.delete(refreshTokens).where(lt(refreshTokens.expiresAt, now))).rowCount ?? 0;
  }
}
