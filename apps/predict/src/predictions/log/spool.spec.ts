import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { toyRecord, toyRecords } from '../../../test/toy-records.js';
import { PredictionLogFull, PredictionLogUnavailable } from './prediction-log.errors.js';
import type { PredictionRecord } from './prediction-record.js';
import { SegmentStore } from './segment-store.js';
import { Spool, type SpoolLimits } from './spool.js';
import { SpoolReader } from './spool-reader.js';

const roomy: SpoolLimits = { totalBytes: 2 ** 24, segmentBytes: 2 ** 20 };

let nowMs: number;
let root: string;
let store: SegmentStore;
let reader: SpoolReader;
let events: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-spool-'));
  store = await SegmentStore.open(root, () => events.push('remade'));
  reader = new SpoolReader(store, ({ damage }) => events.push(String(damage)));
  events = [];
  nowMs = 0;
});
afterEach(async () => {
  await store.release();
  await rm(root, { recursive: true });
});

function spoolWith(limits: SpoolLimits): Spool {
  const spoolEvents = {
    onDurable: () => events.push('durable'),
    onFull: () => events.push('full'),
    onWriteError: () => events.push('write error'),
  };
  return new Spool(store, limits, spoolEvents, { monotonicMs: () => nowMs });
}

async function drain(): Promise<PredictionRecord[]> {
  const records: PredictionRecord[] = [];
  for (let batch = await reader.peek(1_000); batch.length > 0; batch = await reader.peek(1_000)) {
    records.push(...batch.map((payload) => JSON.parse(payload.toString()) as PredictionRecord));
    reader.pass();
  }
  return records;
}

async function replaceByFile(folder: string): Promise<void> {
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
}

async function writerFolder(): Promise<string> {
  const names = await readdir(root);
  return join(
    root,
    names.find((name) => /^writer-[0-9a-f]+$/.test(name))!,
  );
}

describe('Spool', () => {
  test('returns records in order over many segments, and removes segments that were read', async () => {
    const spool = spoolWith({ totalBytes: 2 ** 24, segmentBytes: 1_000 });
    const records = toyRecords(50);
    for (const record of records) await spool.append([record]);
    expect(reader.pending).toBe(50);
    expect((await readdir(await writerFolder())).length).toBeGreaterThan(5);
    await spool.close();
    expect(await drain()).toEqual(records);
    expect(reader.pending).toBe(0);
    expect(await readdir(await writerFolder())).toEqual([]);
  });

  test('makes all waiting records durable at once', async () => {
    const spool = spoolWith(roomy);
    const records = toyRecords(200);
    await Promise.all(records.map((record) => spool.append([record])));
    expect(events).toEqual(['durable']);
    expect(await drain()).toEqual(records);
    await spool.close();
  });

  test('keeps records that are appended while a group is being written', async () => {
    const spool = spoolWith(roomy);
    const records = toyRecords(30);
    const appends = records.map(async (record, index) => {
      for (let turn = 0; turn < index % 7; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await spool.append([record]);
    });
    await Promise.all(appends);
    expect(new Set((await drain()).map(({ id }) => id))).toEqual(new Set(records.map(({ id }) => id)));
    await spool.close();
  });

  test('refuses a batch that would exceed its limit as a whole, and accepts again when there is room', async () => {
    const spool = spoolWith({ totalBytes: 4_000, segmentBytes: 1_000 });
    const kept = toyRecords(3);
    await spool.append(kept);
    await expect(spool.append(toyRecords(50))).rejects.toThrow(PredictionLogFull);
    await spool.append([toyRecord({ subject: 'last' })]);
    expect((await drain()).map(({ subject }) => subject)).toEqual(['someone', 'someone', 'someone', 'last']);
    for (let round = 0; round < 10; round += 1) {
      await spool.append(toyRecords(5));
      expect(await drain()).toHaveLength(5);
    }
    expect(events.filter((event) => event === 'full')).toHaveLength(1);
    await spool.close();
  });

  test('counts records that are still being written against its limit', async () => {
    const spool = spoolWith({ totalBytes: 4_000, segmentBytes: 1_000 });
    const appends = await Promise.allSettled(toyRecords(40).map((record) => spool.append([record])));
    const accepted = appends.filter(({ status }) => status === 'fulfilled').length;
    expect(store.bytes).toBeLessThanOrEqual(4_000);
    expect(await drain()).toHaveLength(accepted);
    await spool.close();
  });

  test('refuses records while writing fails, and accepts them when it works again', async () => {
    const spool = spoolWith({ totalBytes: 2 ** 24, segmentBytes: 1 });
    await spool.append([toyRecord()]);
    await drain();
    await replaceByFile(root);
    await expect(spool.append([toyRecord()])).rejects.toThrow(PredictionLogUnavailable);
    expect(spool.hasRoom).toBe(false);
    await rm(root);
    const record = toyRecord();
    await spool.append([record]);
    expect(spool.hasRoom).toBe(true);
    expect(events).toEqual(['durable', 'write error', 'remade', 'durable']);
    await spool.close();
    expect(await drain()).toEqual([record]);
  });

  test('makes its folder anew when that vanishes, and refuses no record', async () => {
    const spool = spoolWith(roomy);
    await spool.append([toyRecord()]);
    await rm(root, { recursive: true });
    const records = toyRecords(2);
    for (const record of records) await spool.append([record]);
    expect(await drain()).toEqual(records);
    expect(events).toEqual(['durable', 'remade', 'durable', 'durable', 'missing']);
    expect(reader.pending).toBe(0);
    await spool.close();
  });

  test('begins another segment when the newest one is deleted', async () => {
    const spool = spoolWith(roomy);
    await spool.append([toyRecord()]);
    await rm(store.segments[0]!.path);
    const record = toyRecord();
    await spool.append([record]);
    expect(await drain()).toEqual([record]);
    expect(events).toEqual(['durable', 'durable', 'missing']);
    await spool.close();
  });

  test('has room again 5 s after a failed write', async () => {
    const spool = spoolWith(roomy);
    await replaceByFile(root);
    await expect(spool.append([toyRecord()])).rejects.toThrow(PredictionLogUnavailable);
    nowMs = 4_999;
    expect(spool.hasRoom).toBe(false);
    nowMs = 5_000;
    expect(spool.hasRoom).toBe(true);
  });
});
