import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { httpErrorStatus } from '@plumbline/http';
import { errorStatus as authErrors } from '../apps/auth/src/errors.js';
import { errorStatus as predictErrors } from '../apps/predict/src/errors.js';

const document = readFileSync(join(import.meta.dirname, '../docs/errors.md'), 'utf8');
const documented = [...document.matchAll(/^\| `([a-z_]+)` +\| (\d{3}) +\| ([a-z, ]+?) +\|/gm)].map(
  ([, code, status, services]) => `${code} ${status} ${services}`,
);

/** What keeps a service from starting or a model from being served is told in the log, never over HTTP. */
const toldInTheLog = [
  'database_unavailable',
  'default_model_missing',
  'migration_failed',
  'models_folder_missing',
  'profile_rejected',
  'reference_rejected',
  'spool_unusable',
];

describe.each([
  ['apps/auth/src', authErrors],
  ['apps/predict/src', predictErrors],
  ['libs', { ...authErrors, ...predictErrors }],
])('the errors of %s', (folder, table) => {
  test('have a status in errors.ts', () => {
    const known = [...toldInTheLog, ...Object.keys({ ...httpErrorStatus, ...table })];
    expect(codesIn(folder).filter((code) => !known.includes(code))).toEqual([]);
  });
});

describe('docs/errors.md', () => {
  test('lists every error code with its status and services, and no other', () => {
    expect(documented.sort()).toEqual(expected().sort());
  });
});

/** Each code once, with the services that answer with it. */
function expected(): string[] {
  const services = {
    auth: { ...httpErrorStatus, ...authErrors },
    predict: { ...httpErrorStatus, ...predictErrors },
  };
  const rows = new Map<string, string[]>();
  for (const [service, table] of Object.entries(services)) {
    for (const [code, status] of Object.entries(table)) {
      const key = `${code} ${status}`;
      rows.set(key, [...(rows.get(key) ?? []), service]);
    }
  }
  return [...rows].map(([key, names]) => `${key} ${names.join(', ')}`);
}

/** The codes of the error classes below a folder. */
function codesIn(folder: string): string[] {
  const path = join(import.meta.dirname, '..', folder);
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(spec|d)\.ts$|node_modules|dist\//.test(file))
    .flatMap((file) => [...readFileSync(join(path, file), 'utf8').matchAll(/^ +readonly code = '(\w+)'/gm)])
    .map(([, code = '']) => code);
}
