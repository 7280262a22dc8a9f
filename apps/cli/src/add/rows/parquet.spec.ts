import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readParquet } from './parquet.js';

/** Written by pyarrow: INT64 columns id = 2^53 + 1, 5, null and n = 1, 2, null. */
const IDS =
  'UEFSMRUAFSwVLCwVBhUAFQYVBhwAAAACAAAAAwMBAAAAAAAgAAUAAAAAAAAAFQAVLBUsLBUGFQAVBhUGHAAAAAIAAAADAwEAAAAAAAAAAgAAAA' +
  'AAAAAVBBk8NQAYBnNjaGVtYRUEABUEJQIYAmlkABUEJQIYAW4AFgYZHBksJgAcFQQZJQYAGRgCaWQVABYGFlIWUiYISRwVABUAFQIAPCkGGSYC' +
  'BAAAACYAHBUEGSUGABkYAW4VABYGFlIWUiZaSRwVABUAFQIAPCkGGSYCBAAAABakARYGJggWpAEAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI2LjAuMRksHAAAHAAAALMAAABQQVIx';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-parquet-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a column with a whole number beyond 2^53 is read as texts, which are exact', async () => {
  const path = join(folder, 'rows.parquet');
  writeFileSync(path, Buffer.from(IDS, 'base64'));
  expect((await readParquet(path)).columns).toEqual([
    { name: 'id', cells: ['9007199254740993', '5', null] },
    { name: 'n', cells: [1, 2, null] },
  ]);
});
