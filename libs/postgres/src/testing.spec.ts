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
