import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { predictTestDatabase, type TestDatabase } from '../../../../test/predict-test-database.js';
import { toyRecord, toyRecords } from '../../../../test/toy-records.js';
import { FrameBuffer } from '../frame.js';
import { PredictionRepository } from '../prediction.repository.js';
import { appendRefused } from '../shipper.js';
import { inspectKept, replayKept } from './kept-files.js';

const SEGMENT = 'writer-0000beef-00000001.segment.damaged';

let database: TestDatabase;
let folder: string;
let printed: string[];
beforeEach(async () => {
  database = await predictTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'plumbline-kept-'));
  printed = [];
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const print = (line: string): void => void printed.push(line.replaceAll(`${folder}/`, ''));
const replay = (remove: boolean) =>
  replayKept(folder, new PredictionRepository(database.pool, 90), print, remove);

/** A segment of 30 records with a page of zeros, and a record that PostgreSQL rejected once; returns the ids. */
async function keep(): Promise<string[]> {
  const records = toyRecords(31);
  const frames = new FrameBuffer();
  for (const record of records.slice(1)) frames.add(JSON.stringify(record));
  const bytes = Buffer.from(frames.content).fill(0, 900, 1_000);
  await writeFile(join(folder, SEGMENT), bytes);
  await appendRefused(join(folder, 'refused.jsonl'), Buffer.from(JSON.stringify(records[0])), 'too wide');
  return records.map(({ id }) => id);
}

async function stored(): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM predict.predictions ORDER BY id',
  );
  return rows.map(({ id }) => id);
}

test('shows the records and damaged bytes of each file, and the reasons', async () => {
  await keep();
  const { length } = await readFile(join(folder, SEGMENT));
  await inspectKept(folder, print);
  expect(printed).toEqual([
    expect.stringMatching(new RegExp(`^${SEGMENT}: 29 records, \\d{3} damaged bytes of ${length}$`)),
    'refused.jsonl: 1 records',
    '  too wide',
  ]);
});

test('stores every readable record once, and removes the files when asked', async () => {
  const ids = await keep();
  await replay(false);
  const first = await stored();
  expect(first).toEqual(ids.filter((id) => first.includes(id)));
  expect(first).toHaveLength(30);
  expect(await readdir(folder)).toHaveLength(2);
  await replay(true);
  expect(await stored()).toEqual(first);
  expect(await readdir(folder)).toEqual([]);
});

test('keeps a file with a record that is rejected again', async () => {
  await appendRefused(
    join(folder, 'refused.jsonl'),
    Buffer.from(JSON.stringify(toyRecord({ id: 'no uuid' }))),
    'x',
  );
  await replay(true);
  expect(printed).toEqual(['refused.jsonl: 0 records are stored, 1 rejected']);
  expect(await readdir(folder)).toEqual(['refused.jsonl']);
});

test('says when nothing is kept', async () => {
  await inspectKept(folder, print);
  expect(printed).toEqual([`${folder} keeps no records`]);
});
