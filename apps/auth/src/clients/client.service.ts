import { Injectable } from '@nestjs/common';
import { AuditRepository, type Operator } from '../audit/index.js';
import { AuthDatabase, ServiceClock } from '../database/index.js';
import { ClientIdTaken, ClientNotFound } from './client.errors.js';
import { type Client, generateClientSecret, hashClientSecret } from './client.js';
import { ClientRepository } from './client.repository.js';
import type { NewClient } from './client.schema.js';

/** Adds, lists and deletes machine clients. */
@Injectable()
export class ClientService {
  constructor(
    private readonly clients: ClientRepository,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
    private readonly clock: ServiceClock,
  ) {}

  list(): Promise<Client[]> {
    return this.database.run((queries) => this.clients.list(queries));
  }

  /** The client and its secret, which cannot be read later. @throws {ClientIdTaken} */
  async create(
    { client_id: id, scopes }: NewClient,
    operator: Operator,
  ): Promise<{ client: Client; secret: string }> {
    const secret = generateClientSecret();
    const client = { id, secretHash: hashClientSecret(secret), scopes, createdAt: this.clock.now() };
    await this.database.transaction(async (queries) => {
      if (!(await this.clients.insert(queries, client))) throw new ClientIdTaken(id);
      await this.audit.record(queries, {
        ...operator,
        action: 'client.created',
        subject: id,
        detail: { scopes },
      });
    });
    return { client, secret };
  }

  /** @throws {ClientNotFound} */
  async delete(id: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (queries) => {
      if (!(await this.clients.delete(queries, id))) throw new ClientNotFound(id);
      await this.audit.record(queries, { ...operator, action: 'client.deleted', subject: id });
    });
  }
}
