import { Injectable } from '@nestjs/common';
import type { Principal } from '@plumbline/access';
import type { Queries } from '@plumbline/postgres';
import { ClientRepository } from '../clients/index.js';
import { AuthDatabase } from '../database/index.js';
import { Sessions } from '../sessions/index.js';
import { type User, UserRepository } from '../users/index.js';
import { RevokedTokenRepository } from '../tokens/index.js';

/** Finds out at once that an access token is revoked; other services accept it until it expires. */
@Injectable()
export class TokenLiveness {
  constructor(
    private readonly revoked: RevokedTokenRepository,
    private readonly sessions: Sessions,
    private readonly clients: ClientRepository,
    private readonly users: UserRepository,
    private readonly database: AuthDatabase,
  ) {}

  /**
   * Whether the token was revoked, its session has ended, its user or client was deleted, or has a scope that its user or
   * client no longer has. A client with the id of a deleted one is another client.
   */
  isRevoked(principal: Principal): Promise<boolean> {
    return this.database.run(
      async (queries) =>
        (await this.revoked.has(queries, principal.tokenId)) ||
        !(await this.hasLiveOwner(queries, principal)),
    );
  }

  private async hasLiveOwner(queries: Queries, principal: Principal): Promise<boolean> {
    const owner = await this.ownerOf(queries, principal);
    return (
      owner !== undefined && [...principal.scopes].every((scope) => owner.scopes.some((one) => one === scope))
    );
  }

  private async ownerOf(
    queries: Queries,
    { sessionId, clientId = '', clientInstance }: Principal,
  ): Promise<Pick<User, 'scopes'> | undefined> {
    if (sessionId === undefined) {
      const client = await this.clients.find(queries, clientId);
      return client?.instance === clientInstance ? client : undefined;
    }
    const session = await this.sessions.findLive(queries, sessionId);
    return session && this.users.findById(queries, session.userId);
  }
}
