import { Injectable } from '@nestjs/common';
import type { Principal } from '@plumbline/access';
import type { Queries } from '@plumbline/postgres';
import { ClientRepository } from '../clients/client.repository.js';
import { Clock } from '../clock.js';
import { AuthDatabase } from '../database/auth-database.js';
import { isLive } from '../sessions/session.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { RevokedTokenRepository } from '../tokens/revoked-token.repository.js';

/** Knows at once what the other services learn when an access token expires: that it is no longer wanted. */
@Injectable()
export class TokenLiveness {
  constructor(
    private readonly revoked: RevokedTokenRepository,
    private readonly sessions: SessionRepository,
    private readonly clients: ClientRepository,
    private readonly database: AuthDatabase,
    private readonly clock: Clock,
  ) {}

  /** Whether the token was revoked, its session has ended, or its person or client is gone. */
  isRevoked(principal: Principal): Promise<boolean> {
    return this.database.run(
      async (queries) =>
        (await this.revoked.has(queries, principal.tokenId)) ||
        !(await this.hasLiveOwner(queries, principal)),
    );
  }

  private async hasLiveOwner(queries: Queries, { sessionId, clientId = '' }: Principal): Promise<boolean> {
    if (sessionId === undefined) return (await this.clients.find(queries, clientId)) !== undefined;
    const session = await this.sessions.find(queries, sessionId);
    return session !== undefined && isLive(session, this.clock.now());
  }
}
