import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { JwkSetFile } from './jwk-set-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-jwks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('loads the key set that was saved last, and leaves no temporary file', async () => {
  const path = join(folder, 'predict', 'jwks.json');
  const stored = { fetchedAt: 7, document: { keys: [] } };
  await new JwkSetFile(path).save({ fetchedAt: 1, document: {} });
  await new JwkSetFile(path).save(stored);
  expect(await new JwkSetFile(path).load()).toEqual(stored);
  expect(readdirSync(join(path, '..'))).toEqual(['jwks.json']);
});

test('loads nothing from a missing or damaged file', async () => {
  const path = join(folder, 'jwks.json');
  expect(await new JwkSetFile(path).load()).toBeUndefined();
  writeFileSync(path, '{"fetchedAt":');
  expect(await new JwkSetFile(path).load()).toBeUndefined();
});
