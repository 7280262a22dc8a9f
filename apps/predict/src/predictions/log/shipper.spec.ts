import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { deferred } from '@plumbline/tasks';
import { until } from '../../../../../test/until.js';
import { toyRecord, toyRecords } from '../../../test/toy-records.js';
import { SegmentStore } from './segment-store.js';
import { Shipper } from './shipper.js';
import { Spool } from './spool.js';
import { SpoolReader } from './spool-reader.js';

/** A destination that can be away, and that refuses records of one subject. */
class ToyDestination {
  readonly stored = new Map<string, number>();
  readonly refused: string[] = [];
  away = false;
  attempts = 0;

  async insert(payloads: readonly Buffer[]): Promise<void> {
    this.attempts += 1;
    await Promise.resolve();
    if (this.away) throw new Error('away');
    const records = payloads.map(
      (payload) => JSON.parse(payload.toString()) as { id: string; subject: string },
    );
    if (records.some(({ subject }) => subject === 'poison')) throw new Error('poison');
    for (const { id } of records) this.stored.set(id, (this.stored.get(id) ?? 0) + 1);
  }

  isPayloadError(error: unknown): boolean {
    return (error as Error).message === 'poison';
  }

  keepRefused(payload: Buffer): Promise<void> {
    this.refused.push((JSON.parse(payload.toString()) as { id: string }).id);
    return Promise.resolve();
  }
}

let root: string;
let store: SegmentStore;
let spool: Spool;
let reader: SpoolReader;
let shipper: Shipper;
let destination: ToyDestination;
let failures: number[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-shipper-'));
  store = await SegmentStore.open(root);
  reader = new SpoolReader(store, () => undefined);
  destination = new ToyDestination();
  failures = [];
  shipper = new Shipper(reader, destination, {
    onProgress: () => undefined,
    onFailure: (_error, pauseMs) => failures.push(pauseMs),
  });
  spool = new Spool(
    store,
    { totalBytes: 2 ** 24, segmentBytes: 4_000 },
    { onDurable: () => shipper.notify(), onFull: () => undefined, onWriteError: () => undefined },
  );
  shipper.start();
});
afterEach(async () => {
  await spool.close();
  await shipper.stop();
  await store.release();
  await rm(root, { recursive: true });
});

describe('Shipper', () => {
  test('moves every record once', async () => {
    const records = toyRecords(300);
    for (let from = 0; from < 300; from += 7) await spool.append(records.slice(from, from + 7));
    await shipper.flush();
    expect([...destination.stored.keys()]).toEqual(records.map(({ id }) => id));
    expect(new Set(destination.stored.values())).toEqual(new Set([1]));
    expect(reader.pending).toBe(0);
  });

  test('moves records in few batches, without being asked', async () => {
    const records = toyRecords(50);
    for (const record of records) await spool.append([record]);
    while (reader.pending > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(destination.stored.size).toBe(50);
    expect(destination.attempts).toBeLessThan(40);
  });

  test('keeps records while the destination is away, waits longer each time, and delivers them afterwards', async () => {
    destination.away = true;
    const records = toyRecords(20);
    await spool.append(records);
    while (failures.length < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(failures[2]).toBeGreaterThan(failures[0]!);
    expect(reader.pending).toBe(20);
    destination.away = false;
    await shipper.flush();
    expect([...destination.stored.keys()]).toEqual(records.map(({ id }) => id));
  });

  test('new records do not shorten the pause while the destination is away', async () => {
    destination.away = true;
    // The pause before the next attempt does not end.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    await spool.append(toyRecords(5));
    await expect(shipper.flush()).rejects.toThrow('away');
    const { attempts } = destination;
    for (let round = 0; round < 20; round += 1) await spool.append(toyRecords(300));
    expect(destination.attempts).toBe(attempts);
    jest.useRealTimers();
  });

  test('rejects a flush while the destination is away', async () => {
    destination.away = true;
    await spool.append(toyRecords(1));
    await expect(shipper.flush()).rejects.toThrow('away');
  });

  test('makes no attempt after the one that is under way when it is stopped', async () => {
    const insert = deferred();
    destination.insert = () => {
      destination.attempts += 1;
      return insert.promise;
    };
    await spool.append(toyRecords(1));
    const first = shipper.flush();
    await until(() => destination.attempts === 1);
    const flushes = Promise.allSettled([first, shipper.flush()]);
    const stopped = shipper.stop();
    insert.reject(new Error('away'));
    await stopped;
    expect(destination.attempts).toBe(1);
    expect(await flushes).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  });

  test('sets aside a record that is always refused, and moves all others', async () => {
    const records = toyRecords(100);
    const poison = toyRecord({ subject: 'poison' });
    await spool.append([...records.slice(0, 37), poison, ...records.slice(37)]);
    await shipper.flush();
    expect(destination.refused).toEqual([poison.id]);
    expect([...destination.stored.keys()].sort()).toEqual(records.map(({ id }) => id).sort());
  });
});
