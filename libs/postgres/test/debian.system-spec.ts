import { describe, expect, test } from '@jest/globals';
import { testDatabase } from '../src/testing.js';
import { startDebianPostgres } from './debian-server.js';
import { query } from './query.js';
import { storageContract } from './storage-contract.js';

test('Specs use the server that TEST_DATABASE_URL names', async () => {
  const server = await startDebianPostgres();
  const before = process.env['TEST_DATABASE_URL'];
  process.env['TEST_DATABASE_URL'] = server.url;
  const database = await testDatabase();
  expect(new URL(database.url).host).toBe(new URL(server.url).host);
  await database.close();
  expect(await query(server.url, "SELECT datname FROM pg_database WHERE datname LIKE 'plumbline%'")).toEqual(
    [],
  );
  if (before === undefined) delete process.env['TEST_DATABASE_URL'];
  else process.env['TEST_DATABASE_URL'] = before;
  await server.stop();
});

describe("Debian's PostgreSQL", () => storageContract(startDebianPostgres));
