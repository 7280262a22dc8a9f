import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { asc, eq } from 'drizzle-orm';
import { clients } from '../database/tables.js';
import type { Client } from './client.js';

type Row = typeof clients.$inferSelect;

/** Machine clients in PostgreSQL. */
@Injectable()
export class ClientRepository {
  async find(queries: Queries, id: string): Promise<Client | undefined> {
    const [row] = await queries.select().from(clients).where(eq(clients.id, id));
    return row && fromRow(row);
  }

  async list(queries: Queries): Promise<Client[]> {
    return (await queries.select().from(clients).orderBy(asc(clients.id))).map(fromRow);
  }

  /** Whether the id was free and the client is stored. */
  async insert(queries: Queries, client: Client): Promise<boolean> {
    const row = { ...client, scopes: [...client.scopes] };
    return (await queries.insert(clients).values(row).onConflictDoNothing().returning()).length === 1;
  }

  /** Whether there was such a client. */
  async delete(queries: Queries, id: string): Promise<boolean> {
    return (await queries.delete(clients).where(eq(clients.id, id)).returning()).length === 1;
  }
}

function fromRow({ scopes, ...row }: Row): Client {
  return { ...row, scopes: scopes as Client['scopes'] };
}
