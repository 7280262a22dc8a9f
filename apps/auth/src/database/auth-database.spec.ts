import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { sql } from 'drizzle-orm';
import { readConfig } from '../config/config.js';
import { AuthDatabase } from './auth-database.js';
import { DatabaseUnreachable } from './database.errors.js';
import { revokedTokens } from './tables.js';

let server: TestDatabase;
let database: AuthDatabase;

beforeEach(async () => {
  server = await testDatabase();
  const config = readConfig({ DATABASE_URL: server.url, AUTH_DATABASE_POOL: '1' });
  database = await AuthDatabase.open(config, () => {});
});
afterEach(async () => {
  await database.onApplicationShutdown();
  await server.close();
});

const insert = (tokenId: string, failure?: Error) =>
  database.transaction(async (queries) => {
    await queries.insert(revokedTokens).values({ tokenId, expiresAt: new Date() });
    if (failure) throw failure;
  });

async function stored(): Promise<unknown[]> {
  const { rows } = await server.pool.query('SELECT token_id FROM auth.revoked_tokens ORDER BY 1');
  return rows.map((row: { token_id: string }) => row.token_id);
}

describe('AuthDatabase.transaction', () => {
  test('keeps everything or nothing, and the only connection goes on', async () => {
    await insert('kept');
    await expect(insert('lost', new Error('changed my mind'))).rejects.toThrow('changed my mind');
    await expect(insert('kept')).rejects.toThrow('duplicate key');
    await insert('also kept');
    expect(await stored()).toEqual(['also kept', 'kept']);
  });

  test('gives a lost connection back, however often that happens', async () => {
    for (let round = 0; round < 3; round += 1) {
      await database.run((queries) => queries.execute(sql`select 1`));
      const cut = database.transaction(async (queries) => {
        const [row] = (await queries.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows;
        await server.pool.query('SELECT pg_terminate_backend($1)', [row?.pid]);
        await queries.execute(sql`select 1`);
      });
      await expect(cut).rejects.toThrow(DatabaseUnreachable);
    }
    await insert('kept');
    expect(await stored()).toEqual(['kept']);
  });
});
