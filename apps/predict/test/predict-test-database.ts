import { fileURLToPath } from 'node:url';
import { openDatabase } from '@plumbline/postgres';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';

export type { TestDatabase } from '@plumbline/postgres/testing';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/** A database of its own with the tables of the predict service. */
export async function predictTestDatabase(): Promise<TestDatabase> {
  const database = await testDatabase();
  const { url } = database;
  const migrated = await openDatabase({
    url,
    dataDir: '',
    schema: 'predict',
    migrationsFolder: MIGRATIONS,
    poolSize: 1,
  });
  await migrated.close();
  return database;
}
