import { expect, test } from '@jest/globals';
import { migrationsFolder } from './migrations-folder.js';
import { query } from './query.js';
import type { ContractContext } from './contract-context.js';

const history = 'SELECT count(*)::int AS runs FROM ledger.__drizzle_migrations';
const existing = "SELECT to_regclass('ledger.entry') AS entry, to_regclass('ledger.b') AS b";

/** Schema changes are applied once and completely, in any order of starts. */
export function migrationContract(context: () => ContractContext): void {
  test('services that migrate at the same time all succeed and each migration runs once', async () => {
    const { open, freshUrl } = context();
    const url = await freshUrl();
    const opened = await Promise.all([open(url), open(url), open(url), open(url)]);
    expect(await query(url, history)).toEqual([{ runs: 1 }]);
    await Promise.all(opened.map((database) => database.close()));
  });

  test('a failing migration names its file and cause and leaves nothing half-applied', async () => {
    const { open, freshUrl } = context();
    const url = await freshUrl();
    const good = { '0000_entry': 'CREATE TABLE ledger.entry (id int)', '0001_b': 'CREATE TABLE ledger.b ()' };
    const bad = { ...good, '0001_b': 'CREATE TABLE ledger.b ();\n--> statement-breakpoint\nDROP TABLE c' };
    await expect(open(url, migrationsFolder(bad))).rejects.toThrow(
      /Migration .*0001_b\.sql failed and was rolled back: table "c" does not exist \(42P01\)/,
    );
    expect(await query(url, existing)).toEqual([{ entry: null, b: null }]);
    await (await open(url, migrationsFolder(good))).close();
    expect(await query(url, existing)).toEqual([{ entry: 'ledger.entry', b: 'ledger.b' }]);
  });
}
