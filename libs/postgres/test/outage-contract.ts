import { expect, test } from '@jest/globals';
import type pg from 'pg';
import { databaseHealthy } from '../src/pool.js';
import { until } from '../../../test/until.js';
import type { ContractContext } from './contract-context.js';

/** A service outlives its database. */
export function outageContract(context: () => ContractContext): void {
  test('a pool loses its connections with the server and works again after it', async () => {
    const { server, open, freshUrl } = context();
    const database = await open(await freshUrl());
    const { pool } = database;
    const checkedOut = await pool.connect();
    await server.crash();
    const isRefused = () =>
      checkedOut.query('SELECT 1').then(
        () => false,
        () => true,
      );
    await until(isRefused, 'a connection in use is refused');
    checkedOut.release(true);
    await server.recover();
    expect(await databaseHealthy(pool, 60_000)).toBe(true);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await database.close();
  });

  test('a server that is not up yet is waited for', async () => {
    const { server, open, freshUrl } = context();
    const url = await freshUrl();
    await server.crash();
    const opening = open(url);
    await server.recover();
    await (await opening).close();
  });

  test('refused credentials and a missing database fail at once, without telling the password', async () => {
    const { server, open } = context();
    const wrongPassword = Object.assign(new URL(server.url), { password: 'not-the-password' }).href;
    const refusal = await open(wrongPassword).catch(String);
    expect(refusal).toMatch(/^DatabaseUnavailable: Cannot open the PostgreSQL database .*\(28P01\)$/);
    expect(refusal).not.toContain('not-the-password');
    const noSuchDatabase = Object.assign(new URL(server.url), { pathname: '/absent' }).href;
    await expect(open(noSuchDatabase)).rejects.toThrow(/database "absent" does not exist \(3D000\)$/);
  });

  test('a hanging server is unhealthy within the time given', async () => {
    const { open, freshUrl } = context();
    const database = await open(await freshUrl());
    const { pool } = database;
    const pids = await serverProcesses(pool);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    // The query starts first and ends last: the pool's own limit is longer.
    const query = pool.query('SELECT 1').catch(() => undefined);
    expect(await Promise.race([query, databaseHealthy(pool, 200)])).toBe(false);
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    await query;
    await database.close();
  });
}

/** Opens every connection of the pool and returns the pids of their server processes. */
async function serverProcesses(pool: pg.Pool): Promise<number[]> {
  const clients = await Promise.all([1, 2, 3, 4].map(() => pool.connect()));
  const answers = await Promise.all(
    clients.map((client) => client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')),
  );
  for (const client of clients) client.release();
  return answers.flatMap(({ rows }) => rows.map(({ pid }) => pid));
}
