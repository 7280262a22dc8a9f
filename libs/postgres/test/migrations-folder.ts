import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const parent = mkdtempSync(join(tmpdir(), 'plumbline-migrations-'));
afterAll(() => rmSync(parent, { recursive: true }));

/** Writes a folder of drizzle migrations from `tag: SQL`, in that order; it lasts as long as the spec file. */
export function migrationsFolder(migrations: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(parent, 'set-'));
  mkdirSync(join(folder, 'meta'));
  const entries = Object.entries(migrations).map(([tag, sql], idx) => {
    writeFileSync(join(folder, `${tag}.sql`), sql);
    return { idx, version: '7', when: 1_700_000_000_000 + idx, tag, breakpoints: true };
  });
  const journal = { version: '7', dialect: 'postgresql', entries };
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify(journal));
  return folder;
}
