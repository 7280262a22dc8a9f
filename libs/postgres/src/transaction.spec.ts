import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from './testing.js';
import { inTransaction } from './transaction.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase(1);
  await database.pool.query('CREATE TABLE entry (id int PRIMARY KEY)');
});
afterEach(() => database.close());

const insert = (id: number, failure?: Error) =>
  inTransaction(database.pool, async (client) => {
    await client.query('INSERT INTO entry VALUES ($1)', [id]);
    if (failure !== undefined) throw failure;
    return id;
  });

async function kept(): Promise<number[]> {
  const { rows } = await database.pool.query<{ id: number }>('SELECT id FROM entry ORDER BY id');
  return rows.map(({ id }) => id);
}

test('a transaction keeps everything or nothing, and gives its connection back', async () => {
  expect(await insert(1)).toBe(1);
  await expect(insert(2, new Error('changed my mind'))).rejects.toThrow('changed my mind');
  await expect(insert(1)).rejects.toThrow('duplicate key');
  await insert(3);
  expect(await kept()).toEqual([1, 3]);
  expect(database.pool.totalCount).toBe(1);
});

test('a transaction that loses its connection closes it, and the next one opens another', async () => {
  const backend = () =>
    inTransaction(database.pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      return rows[0]?.pid;
    });
  const first = await backend();
  const cut = inTransaction(database.pool, (client) =>
    client.query('SELECT pg_terminate_backend(pg_backend_pid())'),
  );
  await expect(cut).rejects.toThrow();
  expect(await backend()).not.toBe(first);
});
