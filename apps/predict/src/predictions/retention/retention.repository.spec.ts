import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SqlPool } from '@plumbline/postgres';
import {
  migratePredict,
  olderPredictDatabase,
  predictTestDatabase,
  type TestDatabase,
} from '../../../test/predict-test-database.js';
import { toyEvaluation } from '../../../test/toy-evaluation.js';
import { toyRecord } from '../../../test/toy-records.js';
import { PredictDatabase } from '../../database/index.js';
import { FeedbackRepository } from '../../feedback/feedback.repository.js';
import { saveEvaluation } from '../../monitoring/evaluation/evaluation.repository.js';
import { createUuidV7, startOfDay } from '../log/index.js';
import { PredictionRepository } from '../log/prediction.repository.js';
import { ShadowRepository } from '../shadow/shadow.repository.js';
import { RetentionRepository } from './retention.repository.js';

const DAY_MS = 86_400_000;
const now = Date.now();

let database: TestDatabase;
let retention: RetentionRepository;
beforeEach(async () => {
  database = await predictTestDatabase();
  retention = new RetentionRepository(new SqlPool(database.pool), 90);
});
afterEach(() => database.close());

/** The beginning of a UTC day, so many days after today. */
const midnight = (days: number) => startOfDay(now) + days * DAY_MS;

/** Stores predictions that were made this many days before today. */
async function store(count: number, ageDays: number): Promise<string[]> {
  const at = midnight(-ageDays) + 1_000;
  const nextId = createUuidV7(() => at);
  const records = Array.from({ length: count }, () => toyRecord({ id: nextId(), at }));
  await new PredictionRepository(database.pool, 90).insert(
    records.map((record) => Buffer.from(JSON.stringify(record))),
  );
  return records.map(({ id }) => id);
}

async function label(ids: readonly string[], ageDays: number): Promise<void> {
  const labels = ids.map((id) => ({ id, model: 'toy', version: 1, predicted: 'yes', actual: 'no' }));
  await new FeedbackRepository(new PredictDatabase(database)).save(labels);
  const receivedAt = new Date(now - ageDays * DAY_MS);
  await database.pool.query('UPDATE predict.feedback SET received_at = $1 WHERE prediction_id = ANY($2)', [
    receivedAt,
    ids,
  ]);
}

async function idsIn(table: string, column: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(`SELECT ${column} AS id FROM predict.${table}`);
  return rows.map(({ id }) => id).sort();
}

async function databaseBytes(): Promise<number> {
  const { rows } = await database.pool.query<{ bytes: string }>(
    'SELECT pg_database_size(current_database()) AS bytes',
  );
  return Number(rows[0]?.bytes);
}

const before = new Date(now - 30 * DAY_MS);

describe('retention', () => {
  test('drops the predictions of whole days, and gives their space back', async () => {
    const old = await store(12_000, 31);
    const kept = [...(await store(3, 30)), ...(await store(3, 29))];
    const full = await databaseBytes();
    expect(await retention.dropPartitions(before)).toBe(1);
    expect(await idsIn('predictions', 'id')).toEqual(kept.sort());
    expect(full - (await databaseBytes())).toBeGreaterThan(old.length * 200);
    expect(await retention.dropPartitions(before)).toBe(0);
    expect(await retention.deletePredictions(before)).toBe(0);
  });

  test('counts a day as due an hour after its time has come', async () => {
    await store(500, 31);
    await store(3, 29);
    const [justDue, due] = [30, 90].map((minutes) => new Date(midnight(-30) + minutes * 60_000));
    expect(await retention.backlog('predictions', justDue!)).toEqual({ due: 0, total: 0 });
    const { due: dueBytes, total } = await retention.backlog('predictions', due!);
    expect([dueBytes > 8_192 * 10, total - dueBytes]).toEqual([true, 8_192]);
    expect(await retention.dropPartitions(justDue!)).toBe(1);
  });

  test('deletes predictions of challengers for rows that are too old', async () => {
    const shadow = new ShadowRepository(new SqlPool(database.pool));
    const [old, kept] = [await store(3, 31), await store(2, 29)];
    await shadow.save(
      [...old, ...kept].map((predictionId) => ({ predictionId, version: 2, predicted: 'yes' })),
    );
    expect(await retention.deleteShadowOutcomes(before)).toBe(3);
    expect(await idsIn('shadow_outcomes', 'prediction_id')).toEqual(kept.sort());
  });

  test('deletes old feedback that has left the window of its model version', async () => {
    const old = await store(10, 40);
    await label(old, 35);
    const recent = await store(2, 1);
    await label(recent, 1);
    const windows = [{ model: 'toy', version: 1, rows: 5 }];
    expect(await retention.deleteFeedback(before, windows)).toBe(7);
    expect(await idsIn('feedback', 'prediction_id')).toEqual([...old.slice(7), ...recent].sort());
    expect(await retention.deleteFeedback(before, [])).toBe(3);
    expect(await idsIn('feedback', 'prediction_id')).toEqual(recent.sort());
  });

  test('does not count feedback in a window as due', async () => {
    await label(await store(10, 40), 35);
    await label(await store(2, 1), 1);
    const windows = [{ model: 'toy', version: 1, rows: 5 }];
    expect(await retention.backlog('feedback', before, windows)).toEqual({ due: 7, total: 12 });
    const everything = [{ model: 'toy', version: 1, rows: 12 }];
    expect(await retention.backlog('feedback', before, everything)).toEqual({ due: 0, total: 0 });
    expect(await retention.backlog('feedback', before, [])).toEqual({ due: 10, total: 12 });
  });

  test('deletes past evaluations, and those of versions that are no longer evaluated', async () => {
    const predict = new PredictDatabase(database);
    for (const version of [1, 2]) await saveEvaluation(predict, toyEvaluation({ version }));
    await database.pool.query(`UPDATE predict.evaluations SET evaluated_at = $1 WHERE version = 1`, [
      new Date(now - 31 * DAY_MS),
    ]);
    await database.pool.query(`UPDATE predict.evaluation_history SET at = $1 WHERE version = 1`, [
      new Date(now - 31 * DAY_MS),
    ]);
    expect(await retention.deleteEvaluations(before)).toBe(2);
    expect(await idsIn('evaluations', 'version')).toEqual([2]);
    expect(await idsIn('evaluation_history', 'version')).toEqual([2]);
  });

  test('does nothing while another replica deletes', async () => {
    await store(10, 31);
    const other = await database.pool.connect();
    await other.query('BEGIN');
    await other.query('SELECT pg_advisory_xact_lock(7160482)');
    expect(await retention.dropPartitions(before)).toBe(0);
    await other.query('COMMIT');
    other.release();
    expect(await retention.dropPartitions(before)).toBe(1);
  });
});

describe('retention of predictions from before there were partitions', () => {
  beforeEach(async () => {
    await database.close();
    database = await olderPredictDatabase(8);
    retention = new RetentionRepository(new SqlPool(database.pool), 90);
  });

  test('deletes the rows of whole days in several batches, and counts them', async () => {
    const old = await store(12_000, 31);
    const kept = [...(await store(3_000, 30)), ...(await store(3_000, 29))];
    await migratePredict(database);
    const { due, total } = await retention.backlog('predictions', new Date(midnight(-30) + 2 * 3_600_000));
    expect(due / total).toBeCloseTo(12_000 / 18_000);
    expect(await retention.dropPartitions(before)).toBe(0);
    expect(await retention.deletePredictions(before)).toBe(old.length);
    expect(await idsIn('predictions', 'id')).toEqual(kept.sort());
    expect(await retention.deletePredictions(before)).toBe(0);
  });

  test('drops the whole table when its last day is too old', async () => {
    await store(3, 31);
    await migratePredict(database);
    const young = toyRecord({ id: createUuidV7(() => midnight(1))() });
    await new PredictionRepository(database.pool, 90).insert([Buffer.from(JSON.stringify(young))]);
    expect(await retention.dropPartitions(new Date(midnight(1)))).toBe(1);
    expect(await idsIn('predictions', 'id')).toEqual([young.id]);
  });
});
