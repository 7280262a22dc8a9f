import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { toyColumn, toyDrift, toyEvaluation, toyWindow } from '../../../test/toy-evaluation.js';
import { PredictDatabase } from '../../database/index.js';
import { saveEvaluation } from '../evaluation/evaluation.repository.js';
import { historySeries } from './history-answer.js';
import { HistoryRepository } from './history.repository.js';

const MINUTE_S = 60;
const toy = { model: 'toy', version: 1 };
/** The middle of a day, so that buckets of an hour begin where the range does. */
const START = Date.parse('2026-03-01T12:00:00Z') / 1000;
const range = { fromS: START, resolutionS: 3_600, points: 3 };

let database: TestDatabase;
let predict: PredictDatabase;
let history: HistoryRepository;
beforeEach(async () => {
  database = await predictTestDatabase();
  predict = new PredictDatabase(database);
  history = new HistoryRepository(predict);
});
afterEach(() => database.close());

/** Stores an evaluation whose income column has this severity, as of so many minutes after the start. */
async function store(minute: number, severity: number, f1: number): Promise<void> {
  const drift = toyWindow({
    columns: [
      toyColumn('age', null),
      toyColumn('income', toyDrift({ severity }), { summary: { ...summary, missing: 10 * severity } }),
    ],
    dataset: { computed: 1, drifted: 0, share: severity / 10, driftShare: 0.5, datasetDrifted: false },
  });
  await saveEvaluation(
    predict,
    toyEvaluation({ drift, estimatedF1: { value: f1, lower: f1 - 0.1, upper: 1 } }),
  );
  await database.pool.query(
    `UPDATE predict.evaluation_history SET at = to_timestamp($1) WHERE at > now() - interval '1 hour'`,
    [START + minute * MINUTE_S],
  );
}

const { summary } = toyColumn('income', null);

const read = async () =>
  historySeries(range, {
    quality: await history.quality(toy, range),
    columns: await history.columns(toy, range),
    traffic: await history.traffic(toy, range),
    events: [],
  });

describe('the history of a version', () => {
  test('has the means of each bucket, and its evaluation with the most drift', async () => {
    await store(0, 2, 0.8);
    await store(59, 1, 0.6);
    await store(125, 3, 0.5);
    const { quality, drift, missing, predictions, times } = await read();
    expect(times).toEqual(['12', '13', '14'].map((hour) => `2026-03-01T${hour}:00:00.000Z`));
    expect(quality.estimated).toEqual([0.7, null, 0.5]);
    expect(quality.estimated_lower).toEqual([0.6, null, 0.4]);
    expect(quality.realised).toEqual([null, null, null]);
    expect(drift.share).toEqual([0.2, null, 0.3]);
    expect(drift.column_count).toBe(3);
    expect(drift.columns).toEqual([
      { name: 'income', feature: 'income', severity: [2, null, 3] },
      { name: 'prediction', feature: 'prediction', severity: [0.2, null, 0.2] },
      { name: 'age', feature: 'age', severity: [null, null, null] },
    ]);
    expect(missing).toEqual([
      { feature: 'income', share: [0.02, null, 0.03] },
      { feature: 'age', share: [0, null, 0] },
    ]);
    expect(predictions).toEqual([
      {
        name: 'prediction',
        bins: ['below 5', 'from 5'],
        reference: [0.5, 0.5],
        shares: [
          [0.5, null, 0.5],
          [0.5, null, 0.5],
        ],
      },
    ]);
  });

  test('keeps the first evaluation of a minute, and one layout for equal columns', async () => {
    await saveEvaluation(predict, toyEvaluation());
    await saveEvaluation(predict, toyEvaluation());
    const { rows } = await database.pool.query('SELECT layout FROM predict.evaluation_history');
    const layouts = await database.pool.query('SELECT id FROM predict.history_layouts');
    // A minute may have ended in between.
    expect(rows.length).toBeLessThanOrEqual(2);
    expect(layouts.rows).toHaveLength(1);
  });

  test('joins columns of different layouts by name', async () => {
    await store(0, 2, 0.8);
    const drift = toyWindow({ columns: [toyColumn('income', toyDrift({ severity: 4 }))] });
    await saveEvaluation(predict, toyEvaluation({ drift }));
    await database.pool.query(
      `UPDATE predict.evaluation_history SET at = to_timestamp($1) WHERE at > now() - interval '1 hour'`,
      [START + 3_600],
    );
    const { columns } = (await read()).drift;
    expect(columns.find(({ name }) => name === 'income')?.severity).toEqual([2, 4, null]);
  });

  test('has the rows of each bucket, and quantiles of the time that they took', async () => {
    await database.pool.query(
      `INSERT INTO predict.traffic_history (model, version, at, upper, rows) VALUES
       ('toy', 1, to_timestamp($1), 0.005, 50), ('toy', 1, to_timestamp($1), 0.01, 40),
       ('toy', 1, to_timestamp($1) + interval '1 minute', 'Infinity', 10),
       ('toy', 2, to_timestamp($1), 0.01, 7)`,
      [START + 3_600],
    );
    expect((await read()).traffic).toEqual({
      rows: [null, 100, null],
      p50_ms: [null, 5, null],
      p95_ms: [null, 2_500, null],
      p99_ms: [null, 2_500, null],
    });
  });

  test('a row stored by an earlier release has its quality and no columns', async () => {
    await database.pool.query(
      `INSERT INTO predict.evaluation_history (model, version, at, drift_share, realised)
       VALUES ('toy', 1, to_timestamp($1), 0.25, 0.9)`,
      [START],
    );
    const { quality, drift } = await read();
    expect([quality.realised[0], drift.share[0], drift.columns]).toEqual([0.9, 0.25, []]);
  });
});
