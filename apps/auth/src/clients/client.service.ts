import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addSeconds } from '@plumbline/tasks';
import { AuditRepository, type Operator } from '../audit/index.js';
import { AuthDatabase, ServiceClock } from '../database/index.js';
import { ClientIdTaken, ClientNotFound } from './client.errors.js';
import { type Client, generateClientSecret, hashClientSecret } from './client.js';
import { ClientRepository } from './client.repository.js';
import type { ClientChange, NewClient, SecretRotation } from './client.schema.js';

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
    const client = {
      id,
      instance: randomUUID(),
      secretHash: hashClientSecret(secret),
      previousSecretHash: null,
      previousSecretUntil: null,
      scopes,
      createdAt: this.clock.now(),
    };
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

  /** Changes the scopes; tokens with a scope that is removed end. @throws {ClientNotFound} */
  async change(id: string, { scopes }: ClientChange, operator: Operator): Promise<Client> {
    return this.database.transaction(async (queries) => {
      const before = await this.clients.lock(queries, id);
      const after = before && (await this.clients.setScopes(queries, id, scopes));
      if (after === undefined) throw new ClientNotFound(id);
      const detail = { scopes_before: before?.scopes ?? [], scopes };
      await this.audit.record(queries, { ...operator, action: 'client.changed', subject: id, detail });
      return after;
    });
  }

  /** A new secret; the old one stays valid for some seconds. @throws {ClientNotFound} */
  async rotateSecret(
    id: string,
    { overlap_s: overlapS }: SecretRotation,
    operator: Operator,
  ): Promise<{ secret: string; previousUntil: Date }> {
    const secret = generateClientSecret();
    const previousUntil = addSeconds(this.clock.now(), overlapS);
    const replacement = { secretHash: hashClientSecret(secret), previousUntil };
    await this.database.transaction(async (queries) => {
      if ((await this.clients.replaceSecret(queries, id, replacement)) === undefined)
        throw new ClientNotFound(id);
      const detail = { overlap_s: overlapS };
      await this.audit.record(queries, { ...operator, action: 'client.secret_rotated', subject: id, detail });
    });
    return { secret, previousUntil };
  }

  /** @throws {ClientNotFound} */
  async delete(id: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (queries) => {
      if (!(await this.clients.delete(queries, id))) throw new ClientNotFound(id);
      await this.audit.record(queries, { ...operator, action: 'client.deleted', subject: id });
    });
  }
}
