import { expect, test } from '@jest/globals';
import { testDatabase } from './testing.js';

test('test databases are separate and accept queries', async () => {
  const [one, two] = [await testDatabase(), await testDatabase()];
  await one.pool.query('CREATE TABLE only_here (id int)');
  await expect(two.pool.query('SELECT * FROM only_here')).rejects.toThrow('does not exist');
  expect(one.url).not.toBe(two.url);
  await one.close();
  await two.close();
});

test('a closed test database is gone', async () => {
  const [kept, dropped] = [await testDatabase(), await testDatabase()];
  const name = new URL(dropped.url).pathname.slice(1);
  await dropped.close();
  const { rowCount } = await kept.pool.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  expect(rowCount).toBe(0);
  await kept.close();
});
