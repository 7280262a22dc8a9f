import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { eq, lt } from 'drizzle-orm';
import { revokedTokens } from '../database/index.js';

/** Access tokens that were revoked individually, by `jti`, until they expire. */
@Injectable()
export class RevokedTokenRepository {
  /** Revokes the token; false when it already was. */
  async insert(queries: Queries, tokenId: string, expiresAt: Date): Promise<boolean> {
    const inserted = queries.insert(revokedTokens).values({ tokenId, expiresAt }).onConflictDoNothing();
    return (await inserted.returning()).length === 1;
  }

  async has(queries: Queries, tokenId: string): Promise<boolean> {
    return (
      (await queries.select().from(revokedTokens).where(eq(revokedTokens.tokenId, tokenId))).length === 1
    );
  }

  /** Deletes expired tokens and returns their number. */
  async deleteExpired(queries: Queries, now: Date): Promise<number> {
    return (await queries.delete(revokedTokens).where(lt(revokedTokens.expiresAt, now))).rowCount ?? 0;
  }
}
