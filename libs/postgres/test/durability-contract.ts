import { expect, test } from '@jest/globals';
import type pg from 'pg';
import { until } from '../../../test/until.js';
import { query } from './query.js';
import type { ContractContext } from './contract-context.js';

/** An acknowledged row is a kept row. */
export function durabilityContract(context: () => ContractContext): void {
  test('commits wait for the disk', async () => {
    const settings = ['fsync', 'synchronous_commit', 'full_page_writes'];
    const list = settings.map((name) => `current_setting('${name}') AS ${name}`).join();
    expect(await query(context().server.url, `SELECT ${list}`)).toEqual([
      { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
    ]);
  });

  test('rows acknowledged before a kill -9 of the server are there afterwards', async () => {
    const { server, open, freshUrl } = context();
    const database = await open(await freshUrl());
    const { pool } = database;
    const acknowledged: number[] = [];
    const writers = Promise.all([1, 2, 3, 4].map((writer) => insertUntilRefused(pool, writer, acknowledged)));
    await until(() => acknowledged.length >= 300, '300 rows are acknowledged');
    await server.crash();
    await writers;
    await server.recover();
    const { rows } = await pool.query<{ id: number }>('SELECT id FROM ledger.entry');
    const kept = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    await database.close();
  });
}

async function insertUntilRefused(pool: pg.Pool, writer: number, acknowledged: number[]): Promise<void> {
  for (let id = writer; ; id += 10) {
    try {
      await pool.query('INSERT INTO ledger.entry VALUES ($1)', [id]);
    } catch {
      return;
    }
    acknowledged.push(id);
  }
}
