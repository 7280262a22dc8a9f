import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { SqlPool } from '@plumbline/postgres';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { DatabaseAway } from '../../database/index.js';
import { TrafficRecorder } from './traffic-recorder.js';

const labels = { model: 'toy', version: '1' };
const attempt = <Result>(work: () => Promise<Result>) => work();

let database: TestDatabase;
let metrics: MetricSet;
beforeEach(async () => {
  database = await predictTestDatabase();
  metrics = createMetrics('predict');
});
afterEach(() => database.close());

function answer(seconds: number, to = metrics): void {
  to.get('prediction_duration_seconds').observe(labels, seconds);
  to.get('prediction_count_total').inc(labels);
}

/** Rows by limit, whatever the minute. */
async function stored(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ upper: number; rows: number }>(
    'SELECT upper, sum(rows)::integer AS rows FROM predict.traffic_history GROUP BY upper',
  );
  return Object.fromEntries(rows.map((row) => [row.upper, row.rows]));
}

test('replicas add the rows that they answered since the last time, by the time that they took', async () => {
  const pool = new SqlPool(database.pool);
  const others = createMetrics('predict');
  const [one, other] = [metrics, others].map((set) => new TrafficRecorder(pool, { attempt }, set));
  for (const seconds of [0.0008, 0.0009, 9]) answer(seconds);
  metrics.get('prediction_count_total').inc(labels, 4);
  answer(0.0008, others);
  await one?.record();
  await other?.record();
  expect(await stored()).toEqual({ '0': 4, '0.001': 3, Infinity: 1 });
  await one?.record();
  answer(0.0007);
  await one?.record();
  expect(await stored()).toEqual({ '0': 4, '0.001': 4, Infinity: 1 });
});

test('rows that were counted during an outage are stored after it', async () => {
  let isAway = true;
  const recorder = new TrafficRecorder(
    new SqlPool(database.pool),
    { attempt: (work) => (isAway ? Promise.reject(new DatabaseAway()) : work()) },
    metrics,
  );
  answer(0.002);
  await expect(recorder.record()).rejects.toThrow(DatabaseAway);
  isAway = false;
  answer(0.002);
  await recorder.record();
  expect(await stored()).toEqual({ '0.0025': 2 });
});

test('a version that is served again counts from 0', async () => {
  const recorder = new TrafficRecorder(new SqlPool(database.pool), { attempt }, metrics);
  for (const seconds of [0.002, 0.002, 0.002]) answer(seconds);
  await recorder.record();
  await metrics.forgetVersion('toy', 1);
  answer(0.002);
  await recorder.record();
  expect(await stored()).toEqual({ '0.0025': 4 });
});
