import { Injectable } from '@nestjs/common';
import type { Scope } from '@plumbline/access';
import type { Queries } from '@plumbline/postgres';
import { asc, eq, sql } from 'drizzle-orm';
import { clients } from '../database/index.js';
import type { Client } from './client.js';

/** Machine clients in PostgreSQL. */
@Injectable()
export class ClientRepository {
  async find(queries: Queries, id: string): Promise<Client | undefined> {
    const [row] = await queries.select().from(clients).where(eq(clients.id, id));
    return row;
  }

  list(queries: Queries): Promise<Client[]> {
    return queries.select().from(clients).orderBy(asc(clients.id));
  }

  /** Stores the client; false when the id is taken. */
  async insert(queries: Queries, client: Client): Promise<boolean> {
    return (await queries.insert(clients).values(client).onConflictDoNothing().returning()).length === 1;
  }

  /** Changes the scopes; undefined when there is no such client. */
  async setScopes(queries: Queries, id: string, scopes: readonly Scope[]): Promise<Client | undefined> {
    const [row] = await queries.update(clients).set({ scopes }).where(eq(clients.id, id)).returning();
    return row;
  }

  /** Replaces the secret; the one it replaces stays valid until the moment. Undefined when there is no such client. */
  async replaceSecret(
    queries: Queries,
    id: string,
    { secretHash, previousUntil }: { secretHash: string; previousUntil: Date },
  ): Promise<Client | undefined> {
    const previous = { previousSecretHash: sql`${clients.secretHash}`, previousSecretUntil: previousUntil };
    const changed = queries.update(clients).set({ secretHash, ...previous });
    const [row] = await changed.where(eq(clients.id, id)).returning();
    return row;
  }

  /** Locks the client until the transaction ends. */
  async lock(queries: Queries, id: string): Promise<Client | undefined> {
    const [row] = await queries.select().from(clients).where(eq(clients.id, id)).for('update');
    return row;
  }

  /** Deletes the client; false when there is none. */
  async delete(queries: Queries, id: string): Promise<boolean> {
    return (await queries.delete(clients).where(eq(clients.id, id)).returning()).length === 1;
  }
}
