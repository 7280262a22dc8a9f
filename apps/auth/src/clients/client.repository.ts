import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { asc, eq } from 'drizzle-orm';
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

  /** Deletes the client; false when there is none. */
  async delete(queries: Queries, id: string): Promise<boolean> {
    return (await queries.delete(clients).where(eq(clients.id, id)).returning()).length === 1;
  }
}
