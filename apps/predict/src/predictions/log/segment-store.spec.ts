import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { toyRecords } from '../../../test/toy-records.js';
import { SegmentStore } from './segment-store.js';
import { Spool } from './spool.js';
import { keptBytes } from './spool-folders.js';
import { SpoolReader } from './spool-reader.js';

const limits = { totalBytes: 2 ** 24, segmentBytes: 2 ** 20 };
const silent = { onDurable: () => undefined, onFull: () => undefined, onWriteError: () => undefined };

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-store-'));
});
afterEach(() => rm(root, { recursive: true }));

/** Leaves one segment with so many records, as a process does that ends while the database is down. */
async function leaveBehind(count: number): Promise<{ ids: string[]; path: string }> {
  const store = await SegmentStore.open(root);
  const spool = new Spool(store, limits, silent);
  const records = toyRecords(count);
  await spool.append(records);
  await spool.close();
  const path = store.segments[0]!.path;
  await store.release();
  return { ids: records.map(({ id }) => id), path };
}

const recordsIn = (store: SegmentStore) => store.segments.reduce((sum, { records }) => sum + records, 0);

async function idsIn(store: SegmentStore): Promise<string[]> {
  const reader = new SpoolReader(store, () => undefined);
  const ids: string[] = [];
  for (let batch = await reader.peek(100); batch.length > 0; batch = await reader.peek(100)) {
    ids.push(...batch.map((payload) => (JSON.parse(payload.toString()) as { id: string }).id));
    reader.pass();
  }
  return ids;
}

describe('what a stopped process left in the spool', () => {
  test('is taken over by the next process to start, and is removed once read', async () => {
    const { ids } = await leaveBehind(20);
    const store = await SegmentStore.open(root);
    expect(recordsIn(store)).toBe(20);
    expect(await idsIn(store)).toEqual(ids);
    await store.release();
    expect(await readdir(root)).toEqual([]);
  });

  test('of several processes is read before new records', async () => {
    const left = [...(await leaveBehind(5)).ids];
    const store = await SegmentStore.open(root);
    const spool = new Spool(store, limits, silent);
    const records = toyRecords(5);
    await spool.append(records);
    await spool.close();
    expect(await idsIn(store)).toEqual([...left, ...records.map(({ id }) => id)]);
    await store.release();
  });

  test.each([3, 2 ** 18, 2 ** 22])('is whole although %d unused bytes are left in it', async (unused) => {
    const { ids, path } = await leaveBehind(20);
    await truncate(path, (await readFile(path)).length + unused);
    const store = await SegmentStore.open(root);
    expect(store.damaged).toEqual([]);
    expect(await idsIn(store)).toEqual(ids);
    await store.release();
    expect(await readdir(root)).toEqual([]);
  });

  test('is read up to a record that is cut short', async () => {
    const { ids, path } = await leaveBehind(20);
    await truncate(path, (await readFile(path)).length - 3);
    const store = await SegmentStore.open(root);
    expect(store.damaged).toMatchObject([{ damage: 'torn', records: 19 }]);
    expect(await idsIn(store)).toEqual(ids.slice(0, 19));
    await store.release();
    expect(await readdir(root)).toEqual([]);
  });

  test('is read up to a record that is cut short before unused room', async () => {
    const { ids, path } = await leaveBehind(20);
    const { length } = await readFile(path);
    await truncate(path, length - 3);
    await truncate(path, length + 5_000);
    const store = await SegmentStore.open(root);
    expect(store.damaged).toMatchObject([{ damage: 'torn', records: 19 }]);
    expect(await idsIn(store)).toEqual(ids.slice(0, 19));
    await store.release();
    expect(await readdir(root)).toEqual([]);
  });

  test('is read on after a wrong checksum, and kept for inspection', async () => {
    const { ids, path } = await leaveBehind(20);
    const bytes = await readFile(path);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    await writeFile(path, bytes);
    const store = await SegmentStore.open(root);
    expect(store.damaged).toMatchObject([{ damage: 'corrupt', records: 19 }]);
    const read = await idsIn(store);
    expect([read.length, read.at(-1)]).toEqual([19, ids.at(-1)]);
    await store.release();
    const names = await readdir(root);
    expect(names).toEqual([expect.stringMatching(/\.damaged$/)]);
    expect(await readFile(join(root, names[0]!))).toEqual(bytes);
    expect(await keptBytes(root)).toEqual({ damaged: bytes.length, refused: 0 });
  });

  test.each(['at the start', 'in the middle', 'before unused room'])(
    'loses only the records of a page of zeros %s',
    async (place) => {
      const { ids, path } = await leaveBehind(200);
      const bytes = await readFile(path);
      const page = 4_096;
      const from = { 'at the start': 0, 'in the middle': 3 * page }[place] ?? bytes.length - page;
      await writeFile(path, bytes.fill(0, from, from + page));
      if (place === 'before unused room') await truncate(path, bytes.length + 2 ** 18);
      const store = await SegmentStore.open(root);
      const read = await idsIn(store);
      const frame = bytes.length / ids.length;
      expect(read.length).toBeGreaterThan(200 - page / frame - 3);
      expect(read).toEqual(ids.filter((id) => read.includes(id)));
      if (place !== 'before unused room') expect(read.at(-1)).toBe(ids.at(-1));
      await store.release();
    },
  );
});

describe('two processes on one data folder', () => {
  test('never write to the same files', async () => {
    const first = await SegmentStore.open(root);
    const spool = new Spool(first, limits, silent);
    const records = toyRecords(3);
    await spool.append(records);
    const second = await SegmentStore.open(root);
    expect(second.segments).toEqual([]);
    await second.release();
    await spool.append(records);
    expect(await idsIn(first)).toHaveLength(6);
    await spool.close();
    await first.release();
  });

  test('that start at the same time divide what was left, without losses or duplicates', async () => {
    const left = [...(await leaveBehind(10)).ids];
    const stores = await Promise.all([
      SegmentStore.open(root),
      SegmentStore.open(root),
      SegmentStore.open(root),
    ]);
    const ids = (await Promise.all(stores.map(idsIn))).flat();
    expect(ids.sort()).toEqual(left.sort());
    await Promise.all(stores.map((store) => store.release()));
  });
});

describe('a running process', () => {
  test('takes over what another process left, as long as it has room', async () => {
    const store = await SegmentStore.open(root);
    const { ids, path } = await leaveBehind(20);
    const { length } = await readFile(path);
    expect(await store.adopt(length - 1)).toEqual({ adopted: [], leftBytes: length });
    const { adopted, leftBytes } = await store.adopt(length);
    expect([adopted.length, leftBytes]).toEqual([1, 0]);
    expect(await idsIn(store)).toEqual(ids);
    await store.release();
    expect(await readdir(root)).toEqual([]);
  });

  test('reads what it took over, although its own segment may still grow', async () => {
    const store = await SegmentStore.open(root);
    const spool = new Spool(store, limits, silent);
    const own = toyRecords(3);
    await spool.append(own);
    expect(await idsIn(store)).toEqual(own.map(({ id }) => id));
    const { ids } = await leaveBehind(20);
    await store.adopt();
    expect(await idsIn(store)).toEqual(ids);
    await spool.append(own);
    expect(await idsIn(store)).toHaveLength(3);
    await spool.close();
    await store.release();
  });

  test('leaves the folder of a living process alone', async () => {
    const [store, other] = [await SegmentStore.open(root), await SegmentStore.open(root)];
    const spool = new Spool(other, limits, silent);
    await spool.append(toyRecords(3));
    expect(await store.adopt()).toEqual({ adopted: [], leftBytes: 0 });
    await spool.close();
    expect(await idsIn(other)).toHaveLength(3);
    await Promise.all([store.release(), other.release()]);
  });
});

test('damage found when a segment is read costs the damaged record only', async () => {
  const store = await SegmentStore.open(root);
  const spool = new Spool(store, { totalBytes: 2 ** 24, segmentBytes: 1 }, silent);
  const groups = [toyRecords(4), toyRecords(4)];
  for (const group of groups) await spool.append(group);
  const bytes = await readFile(store.segments[0]!.path);
  bytes[20]! ^= 1;
  await writeFile(store.segments[0]!.path, bytes);
  expect(await idsIn(store)).toEqual(
    groups
      .flat()
      .slice(1)
      .map(({ id }) => id),
  );
  await spool.close();
  await store.release();
});

test('a deleted segment does not prevent the others from being read', async () => {
  const store = await SegmentStore.open(root);
  const spool = new Spool(store, { totalBytes: 2 ** 24, segmentBytes: 1 }, silent);
  const groups = [toyRecords(4), toyRecords(4)];
  for (const group of groups) await spool.append(group);
  await rm(store.segments[0]!.path);
  expect(await idsIn(store)).toEqual(groups[1]!.map(({ id }) => id));
  await spool.close();
  await store.release();
});

test('the error names a folder that cannot be used', async () => {
  const file = join(root, 'file');
  await writeFile(file, '');
  await expect(SegmentStore.open(join(file, 'spool'))).rejects.toThrow(
    `cannot use the folder ${file}/spool: ENOTDIR`,
  );
});
