import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Client } from '../clients/client.js';
import { AuthDatabase } from '../database/auth-database.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { chooseScopes } from '../tokens/scope-choice.js';
import type { IssuedToken } from '../tokens/token.schema.js';
import { OAuthError } from './oauth.errors.js';

/** Tokens for machines (RFC 6749, 4.4). There is no refresh token: the secret gets a new one at any time. */
@Injectable()
export class ClientCredentialsGrant {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  /** @throws {OAuthError} `invalid_scope` */
  async issue(client: Client, requested: string | undefined, address: string): Promise<IssuedToken> {
    const scopes = chooseScopes(client.scopes, requested);
    if (scopes === undefined) {
      throw new OAuthError('invalid_scope', `This client can ask for: ${client.scopes.join(' ')}.`);
    }
    const detail = { grant: 'client_credentials', scope: scopes.join(' ') };
    const event = { action: 'token.issued', actor: client.id, subject: client.id, address, detail } as const;
    await this.database.run((queries) => this.audit.record(queries, event));
    return this.tokens.issue({
      grant: 'client_credentials',
      subject: client.id,
      clientId: client.id,
      scopes,
    });
  }
}
