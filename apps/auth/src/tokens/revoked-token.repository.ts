import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { eq, lt } from 'drizzle-orm';
import { revokedTokens } from '../database/tables.js';

/** Access tokens that were revoked one by one, by their `jti`, until they would have expired. */
@Injectable()
export class RevokedTokenRepository {
  /** Whether the token was not revoked before. */
  async insert(queries: Queries, tokenId: string, expiresAt: Date): Promise<boolean> {
    const inserted = queries.insert(revokedTokens).values({ tokenId, expiresAt }).onConflictDoNothing();
    return (await inserted.returning()).length === 1;
  }

  async has(queries: Queries, tokenId: string): Promise<boolean> {
    return (
      (await queries.select().from(revokedTokens).where(eq(revokedTokens.tokenId, tokenId))).length === 1
    );
  }

  /** Their number. */
  async deleteExpired(queries: Queries, now: Date): Promise<number> {
    return (await queries.delete(revokedTokens).where(lt(revokedTokens.expiresAt, now))).rowCount ?? 0;
  }
}
