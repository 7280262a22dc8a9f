import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { pgTable, timestamp, integer } from 'drizzle-orm/pg-core';
import { excluded, type Queries, serverTime, SqlPool } from './sql-pool.js';
import { type TestDatabase, testDatabase } from './testing.js';

const visits = pgTable('visits', {
  id: integer('id').primaryKey(),
  count: integer('count').notNull(),
  at: timestamp('at', { withTimezone: true }),
});

let server: TestDatabase;
let database: SqlPool;

beforeEach(async () => {
  server = await testDatabase(1);
  database = new SqlPool(server.pool);
  await server.pool.query(
    'CREATE TABLE visits (id integer PRIMARY KEY, count integer NOT NULL, at timestamptz)',
  );
});
afterEach(() => server.close());

const insert = (id: number, failure?: Error) =>
  database.transaction(async (queries) => {
    await queries.insert(visits).values({ id, count: 1 });
    if (failure) throw failure;
  });
const ids = async () =>
  (await database.run((queries) => queries.select().from(visits).orderBy(visits.id))).map(({ id }) => id);

describe('a transaction', () => {
  test('keeps everything or nothing, and the only connection stays usable', async () => {
    await insert(1);
    await expect(insert(2, new Error('changed my mind'))).rejects.toThrow('changed my mind');
    await expect(insert(1)).rejects.toMatchObject({ code: '23505' });
    await insert(3);
    expect(await ids()).toEqual([1, 3]);
  });

  test('gives a lost connection back, however often that happens', async () => {
    for (let round = 0; round < 3; round += 1) {
      const cut = database.transaction(async (queries) => {
        await queries.execute(sql`SELECT pg_terminate_backend(pg_backend_pid())`).catch(() => undefined);
        await queries.execute(sql`SELECT 1`);
      });
      await expect(cut).rejects.toThrow();
    }
    await insert(1);
    expect(await ids()).toEqual([1]);
  });

  test('has its own limits on request, and the pool keeps its own', async () => {
    const settings = async (queries: Queries) =>
      (
        await queries.execute(sql`
          SELECT current_setting('statement_timeout') AS statement,
            current_setting('idle_in_transaction_session_timeout') AS idle`)
      ).rows[0];
    const limits = { statementTimeoutMs: 60_000, idleTimeoutMs: 120_000 };
    expect(await database.transaction(settings, limits)).toEqual({ statement: '1min', idle: '2min' });
    expect(await database.transaction(settings)).toEqual({ statement: '10s', idle: '10s' });
  });

  test('ends a statement that exceeds its limit', async () => {
    const slow = (queries: Queries) => queries.execute(sql`SELECT pg_sleep(60)`);
    await expect(database.transaction(slow, { statementTimeoutMs: 20 })).rejects.toThrow(/timeout/);
    await insert(1);
    expect(await ids()).toEqual([1]);
  });
});

test('a statement that fails rejects with the error of PostgreSQL, without its parameters', async () => {
  const failing = database.run((queries) => queries.execute(sql`SELECT ${'secret'}::integer`));
  await expect(failing).rejects.toMatchObject({ name: 'error', code: '22P02' });
  await expect(failing).rejects.not.toThrow('Failed query');
});

test('ON CONFLICT reads the values of the new row', async () => {
  const add = (count: number) =>
    database.run((queries) =>
      queries
        .insert(visits)
        .values({ id: 1, count })
        .onConflictDoUpdate({
          target: visits.id,
          set: { count: sql`${visits.count} + ${excluded(visits.count)}` },
        }),
    );
  await add(2);
  await add(3);
  const read = database.run((queries) => queries.select().from(visits).where(eq(visits.id, 1)));
  expect(await read).toEqual([{ id: 1, count: 5, at: null }]);
});

test('the time of the server is a Date', async () => {
  const time = await database.run(serverTime);
  expect(Math.abs(time.getTime() - Date.now())).toBeLessThan(60_000);
});
