import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Operator } from '../audit/operator.js';
import { Clock } from '../clock.js';
import { AuthDatabase } from '../database/auth-database.js';
import { ClientIdTaken, ClientNotFound } from './client.errors.js';
import { ClientRepository } from './client.repository.js';
import type { NewClient } from './client.schema.js';
import { generateClientSecret, hashClientSecret } from './client-secret.js';
import type { Client } from './client.js';

/** Adds, lists and removes machine clients. */
@Injectable()
export class ClientService {
  constructor(
    private readonly clients: ClientRepository,
    private readonly audit: AuditRepository,
    private readonly database: AuthDatabase,
    private readonly clock: Clock,
  ) {}

  list(): Promise<Client[]> {
    return this.database.run((queries) => this.clients.list(queries));
  }

  /** The client and its secret, which cannot be read again. @throws {ClientIdTaken} */
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
