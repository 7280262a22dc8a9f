import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { httpErrorStatus } from '@plumbline/http';
import { errorStatus as authErrors } from '../apps/auth/src/errors.js';
import { errorStatus as predictErrors } from '../apps/predict/src/errors.js';

const document = readFileSync(join(import.meta.dirname, '../docs/errors.md'), 'utf8');
const documented = [...document.matchAll(/^\| `([a-z_]+)` +\| (\d{3}) +\| ([a-z, ]+?) +\|/gm)].map(
  ([, code, status, services]) => `${code} ${status} ${services}`,
);

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
