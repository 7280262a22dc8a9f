import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { AuditRepository } from '../audit/index.js';
import type { Client } from '../clients/index.js';
import { AuthDatabase } from '../database/index.js';
import { Sessions } from '../sessions/index.js';
import { FIRST_PARTY_CLIENT, RevokedTokenRepository } from '../tokens/index.js';
import { OAuthError } from './oauth.errors.js';
import { type FoundToken, TokenLookup } from './token-lookup.js';

/** Revokes tokens (RFC 7009). */
@Injectable()
export class Revocation {
  constructor(
    private readonly lookup: TokenLookup,
    private readonly sessions: Sessions,
    private readonly revoked: RevokedTokenRepository,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  /**
   * Revokes an access token, or ends the session of a refresh token. Does nothing for an unknown or expired token.
   * @throws {OAuthError} when the token belongs to another client.
   */
  async revoke(text: string, client: Client | undefined, address: string): Promise<void> {
    const found = await this.lookup.find(text);
    if (found === undefined) return;
    checkOwner(found, client);
    await this.database.transaction(async (queries) => {
      if (!(await this.end(queries, found))) return;
      const [actor, subject] =
        found.kind === 'access'
          ? [found.principal.subject, found.principal.tokenId]
          : [found.session.userId, found.session.id];
      const detail = { kind: found.kind };
      await this.audit.record(queries, { action: 'token.revoked', actor, subject, address, detail });
    });
  }

  /** False when it was already revoked. */
  private end(queries: Queries, found: FoundToken): Promise<boolean> {
    if (found.kind === 'refresh') return this.sessions.end(queries, found.session.id);
    const { tokenId, expiresAt } = found.principal;
    return this.revoked.insert(queries, tokenId, new Date(expiresAt));
  }
}

function checkOwner(found: FoundToken, client: Client | undefined): void {
  const owner = found.kind === 'access' ? found.principal.clientId : FIRST_PARTY_CLIENT;
  if (owner === (client?.id ?? FIRST_PARTY_CLIENT)) return;
  throw client === undefined
    ? new OAuthError('invalid_client', 'The client that the token was issued to must authenticate.')
    : new OAuthError('unauthorized_client', 'The token was issued to another client.');
}
