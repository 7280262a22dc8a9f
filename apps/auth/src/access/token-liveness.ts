import { Injectable } from '@nestjs/common';
import type { Principal } from '@plumbline/access';
import type { Queries } from '@plumbline/postgres';
import { ClientRepository } from '../clients/index.js';
import { AuthDatabase, ServiceClock } from '../database/index.js';
import { isLive, SessionRepository } from '../sessions/index.js';
import { RevokedTokenRepository } from '../tokens/index.js';

/** Finds out at once that an access token is revoked; other services accept it until it expires. */
@Injectable()
export class TokenLiveness {
  constructor(
    private readonly revoked: RevokedTokenRepository,
    private readonly sessions: SessionRepository,
    private readonly clients: ClientRepository,
    private readonly database: AuthDatabase,
    private readonly clock: ServiceClock,
  ) {}

  /** Whether the token was revoked, its session has ended, or its user or client was deleted. */
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
