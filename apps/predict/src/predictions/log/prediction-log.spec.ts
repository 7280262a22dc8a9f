import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { toyRecord, toyRecords } from '../../../test/toy-records.js';
import { PredictionLog } from './prediction-log.js';
import { PredictionLogUnavailable } from './prediction-log.errors.js';
import { PredictionLogReport } from './prediction-log-report.js';
import { PredictionRepository } from './prediction.repository.js';
import { SegmentWriter } from './segment.js';
import { SegmentStore } from './segment-store.js';
import { Spool } from './spool.js';
import { until } from '../../../../../test/until.js';

const limits = { totalBytes: 2 ** 24, segmentBytes: 2 ** 20 };

let database: TestDatabase;
let root: string;
let metrics: MetricSet;
let logged: string[];
beforeEach(async () => {
  database = await predictTestDatabase();
  root = await mkdtemp(join(tmpdir(), 'plumbline-log-'));
  metrics = createMetrics('predict');
  logged = [];
});
afterEach(async () => {
  await database.close();
  await rm(root, { recursive: true });
});

function openLog(): Promise<PredictionLog> {
  const log = (entry: unknown) => logged.push(JSON.stringify(entry));
  const report = new PredictionLogReport(metrics, { warn: log, error: log });
  return PredictionLog.open(root, limits, new PredictionRepository(database.pool, 90), report);
}

async function segmentFiles(): Promise<string[]> {
  return (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.segment'));
}

async function sample(name: 'prediction_log_pending' | 'prediction_log_errors_total', reason?: string) {
  const { values } = await metrics.get(name).get();
  return values.find(({ labels }) => (labels as { reason?: string }).reason === reason)?.value;
}

describe('the prediction log on PostgreSQL', () => {
  test('stores every field as answered', async () => {
    const log = await openLog();
    const record = toyRecord({ features: { text: 'naïve \u{1f600} "quoted"\\', n: 1e-300, flag: false } });
    const value = toyRecord({ prediction: 0.1 + 0.2, probabilities: undefined });
    await log.append([record, value]);
    await log.flush();
    const { rows } = await database.pool.query('SELECT * FROM predict.predictions ORDER BY id');
    expect(rows).toEqual([
      { ...record, at: new Date(record.at), embedding: null },
      {
        ...value,
        at: new Date(value.at),
        prediction: '0.30000000000000004',
        probabilities: null,
        embedding: null,
      },
    ]);
    await log.onApplicationShutdown();
    expect(await readdir(root)).toEqual([]);
  });

  test('counts pending records, and errors of every reason from 0', async () => {
    const log = await openLog();
    expect(await sample('prediction_log_pending')).toBe(0);
    for (const reason of [
      'spool_full',
      'spool_write',
      'spool_removed',
      'corrupt_record',
      'refused_record',
      'database',
    ]) {
      expect(await sample('prediction_log_errors_total', reason)).toBe(0);
    }
    await log.append(toyRecords(10));
    expect(await sample('prediction_log_pending')).toBe(10);
    await log.flush();
    expect(await sample('prediction_log_pending')).toBe(0);
    await log.onApplicationShutdown();
  });

  test('stores a record once that is delivered twice', async () => {
    const record = toyRecord();
    const payload = Buffer.from(JSON.stringify(record));
    const repository = new PredictionRepository(database.pool, 90);
    await repository.insert([payload]);
    await repository.insert([payload, payload]);
    const { rows } = await database.pool.query('SELECT id FROM predict.predictions');
    expect(rows).toEqual([{ id: record.id }]);
  });

  test('keeps a record that PostgreSQL refuses in a file, logs it, and stores the rest', async () => {
    const log = await openLog();
    const records = toyRecords(20);
    await log.append([...records, toyRecord({ id: 'no uuid' })]);
    await log.flush();
    const { rows } = await database.pool.query('SELECT id FROM predict.predictions');
    expect(rows).toHaveLength(20);
    const refused = (await readFile(join(root, 'refused.jsonl'), 'utf8')).trim().split('\n');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain('no uuid');
    expect(await sample('prediction_log_errors_total', 'refused_record')).toBe(1);
    expect(logged.join()).toContain('refused.jsonl');
    await log.onApplicationShutdown();
  });

  test('removes shipped segments without waiting for a new record once writing fails', async () => {
    const log = await openLog();
    await log.append(toyRecords(3));
    await log.flush();
    jest.spyOn(SegmentWriter.prototype, 'append').mockRejectedValueOnce(new Error('ENOSPC'));
    await expect(log.append(toyRecords(3))).rejects.toThrow(PredictionLogUnavailable);
    await until(async () => (await segmentFiles()).length === 0);
    await log.append(toyRecords(3));
    await log.onApplicationShutdown();
  });

  test('moves the records of a process that has ended while this one runs', async () => {
    const log = await openLog();
    const dead = await SegmentStore.open(root);
    const spool = new Spool(dead, limits, {
      onDurable: () => undefined,
      onFull: () => undefined,
      onWriteError: () => undefined,
    });
    await spool.append(toyRecords(7));
    await spool.close();
    await dead.release();
    await until(async () => {
      const { rows } = await database.pool.query('SELECT id FROM predict.predictions');
      return rows.length === 7;
    });
    expect(logged.join()).toContain('"records":7');
    await log.onApplicationShutdown();
  }, 20_000);

  test('measures the files that keep records', async () => {
    await writeFile(join(root, 'writer-0000beef-00000001.segment.damaged'), 'four');
    const log = await openLog();
    const kept = async (kind: string) => {
      const { values } = await metrics.get('prediction_log_kept_bytes').get();
      return values.find(({ labels }) => labels.kind === kind)?.value;
    };
    await until(async () => (await kept('damaged')) === 4);
    expect(await kept('refused')).toBe(0);
    await log.onApplicationShutdown();
  });

  test('closes without waiting for a missing database, and delivers after the next start', async () => {
    const log = await openLog();
    await database.pool.query('ALTER TABLE predict.predictions RENAME TO elsewhere');
    const records = toyRecords(20);
    await log.append(records);
    await log.onApplicationShutdown();
    expect(await sample('prediction_log_errors_total', 'database')).toBeGreaterThan(0);
    await database.pool.query('ALTER TABLE predict.elsewhere RENAME TO predictions');
    const next = await openLog();
    expect(await sample('prediction_log_pending')).toBe(20);
    await next.flush();
    const { rows } = await database.pool.query('SELECT id FROM predict.predictions');
    expect(rows).toHaveLength(20);
    await next.onApplicationShutdown();
  });
});
