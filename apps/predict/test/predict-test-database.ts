import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@plumbline/postgres';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';

export type { TestDatabase } from '@plumbline/postgres/testing';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/** A database of its own with the tables of the predict service. */
export async function predictTestDatabase(): Promise<TestDatabase> {
  const database = await testDatabase();
  await migratePredict(database);
  return database;
}

/** As `predictTestDatabase`, with the tables of a release that had only this many migrations. */
export async function olderPredictDatabase(migrations: number): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-migrations-'));
  try {
    await cp(MIGRATIONS, folder, { recursive: true });
    const path = join(folder, 'meta/_journal.json');
    const journal = JSON.parse(await readFile(path, 'utf8')) as { entries: unknown[] };
    await writeFile(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, migrations) }));
    const database = await testDatabase();
    await migratePredict(database, folder);
    return database;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Applies the migrations that the database lacks. */
export async function migratePredict({ url }: TestDatabase, migrationsFolder = MIGRATIONS): Promise<void> {
  const migrated = await openDatabase({ url, dataDir: '', schema: 'predict', migrationsFolder, poolSize: 1 });
  await migrated.close();
}
