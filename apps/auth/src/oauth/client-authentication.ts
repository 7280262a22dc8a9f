import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../audit/audit.repository.js';
import { ClientRepository } from '../clients/client.repository.js';
import { isClientId } from '../clients/client.schema.js';
import { matchesClientSecret } from '../clients/client-secret.js';
import type { Client } from '../clients/client.js';
import { AuthDatabase } from '../database/auth-database.js';
import { FIRST_PARTY_CLIENT } from '../tokens/first-party-client.js';
import type { ClientCredentials } from './client-credentials.js';
import { OAuthError } from './oauth.errors.js';

/** Finds out which client sent a request to an OAuth endpoint. */
@Injectable()
export class ClientAuthentication {
  constructor(
    private readonly clients: ClientRepository,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  /**
   * The client that the credentials prove; undefined for the public client that people's sessions belong to, which
   * has no secret. @throws {OAuthError} `invalid_client` for everything else.
   */
  async identify(credentials: ClientCredentials | undefined, address: string): Promise<Client | undefined> {
    if (credentials === undefined) return undefined;
    const { id, secret } = credentials;
    if (id === FIRST_PARTY_CLIENT && secret === undefined) return undefined;
    return this.authenticate({ id, secret }, address);
  }

  /** The client that the credentials prove. @throws {OAuthError} `invalid_client` */
  async authenticate(credentials: ClientCredentials | undefined, address: string): Promise<Client> {
    if (credentials?.secret === undefined) {
      throw new OAuthError(
        'invalid_client',
        'This needs a client id and secret, as HTTP Basic or in the form.',
      );
    }
    const { id, secret } = credentials;
    const client = isClientId(id)
      ? await this.database.run((queries) => this.clients.find(queries, id))
      : undefined;
    if (matchesClientSecret(client?.secretHash, secret) && client !== undefined) return client;
    const event = { action: 'client_authentication.failed', subject: client?.id, address } as const;
    await this.database.run((queries) => this.audit.record(queries, event));
    throw new OAuthError('invalid_client', 'The client id or the secret is wrong.');
  }
}
