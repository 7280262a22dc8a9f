import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { accuracy, averageScores, ConfusionCounts } from '@plumbline/evaluation';
import { Replicas } from './replicas.js';
import { type RunningApp, tokenFor } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { until } from '../../../test/until.js';

const PARITY = 'model="parity",version="1"';
const AN_HOUR_S = 3_600;
const MINIMUM = 4;

interface Row {
  readonly id: string;
  readonly predicted: string;
  readonly actual: string;
}

let repository: ScratchRepository;
let replicas: Replicas;
beforeEach(async () => {
  repository = new ScratchRepository();
  replicas = await Replicas.create({
    PREDICT_MODELS_DIR: repository.path,
    PREDICT_DEFAULT_MODEL: 'parity',
    PREDICT_MONITORING_INTERVAL_MS: '100',
  });
});
afterEach(async () => {
  await replicas.close();
  repository.delete();
});

/** A replica that serves parity with a feedback window of this age. */
function startWith(maxAgeS?: number): Promise<RunningApp> {
  repository.edit('parity/1', 'manifest.json', (manifest) => {
    manifest.windows = { feedback: { size: 20, minimum: MINIMUM, max_age_s: maxAgeS } };
  });
  return replicas.start();
}

/** Predicts numbers and labels them: every third prediction was wrong. */
async function labelled(app: RunningApp, count: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let number = 0; number < count; number += 1) {
    const { body } = await app.post('/predict', { number });
    const [id, predicted] = [String(body['prediction_id']), String(body['prediction'])];
    const wrong = predicted === 'odd' ? 'even' : 'odd';
    rows.push(await label(app, { id, predicted, actual: number % 3 === 0 ? wrong : predicted }));
  }
  return rows;
}

async function label(app: RunningApp, row: Row): Promise<Row> {
  const answer = await app.post('/feedback', { prediction_id: row.id, actual: row.actual });
  expect(answer.status).toBe(200);
  return row;
}

/** Makes the first labels, in the order of their arrival, two hours older; nothing else tells the replicas. */
const age = (labels: number) =>
  replicas.database.pool.query(
    `UPDATE predict.feedback SET received_at = received_at - interval '2 hours' WHERE position <= $1`,
    [labels],
  );

async function said(app: RunningApp) {
  const { body } = await app.get('/models/parity/quality', {
    Authorization: `Bearer ${tokenFor('monitor')}`,
  });
  const { window, quality } = body as Record<string, Record<string, unknown> | null | undefined>;
  return {
    gauges: {
      rows: await app.metric(`monitoring_window_size{${PARITY},window="feedback"}`),
      f1: await app.metric(`prediction_f1_score{${PARITY}}`),
      accuracy: await app.metric(`model_accuracy{${PARITY},attribute="prediction"}`),
    },
    answer: { rows: window?.['rows'], f1: quality?.['f1'], accuracy: quality?.['accuracy'] },
  };
}

/** What gauges and route have to say of rows; undefined below the minimum. */
function expected(rows: readonly Row[]) {
  const counts = new ConfusionCounts(['even', 'odd']);
  for (const { actual, predicted } of rows) counts.add(actual, predicted);
  const { f1 } = averageScores(counts, { average: 'binary', positiveClass: 'odd' });
  const known = rows.length >= MINIMUM ? { f1, accuracy: accuracy(counts) } : {};
  const all = { rows: rows.length, f1: undefined, accuracy: undefined, ...known };
  return { gauges: all, answer: all };
}

const untilSaid = (app: RunningApp, rows: readonly Row[]) =>
  until(async () => isDeepStrictEqual(await said(app), expected(rows)));

test('labels that become too old leave the gauges and answers of every replica without new labels', async () => {
  const [left, right] = [await startWith(AN_HOUR_S), await replicas.start()];
  const rows = await labelled(left, 12);
  for (const app of [left, right]) await untilSaid(app, rows);
  await age(5);
  for (const app of [left, right]) await untilSaid(app, rows.slice(5));
  await age(9);
  for (const app of [left, right]) await untilSaid(app, rows.slice(9));
  await age(12);
  for (const app of [left, right]) await untilSaid(app, []);
});

test('a replica that starts has no label that is too old', async () => {
  const left = await startWith(AN_HOUR_S);
  const rows = await labelled(left, 12);
  await age(5);
  await untilSaid(left, rows.slice(5));
  expect(await said(await replicas.start())).toEqual(expected(rows.slice(5)));
});

test('a correction does not restore a label that is too old, and new labels count', async () => {
  const [left, right] = [await startWith(AN_HOUR_S), await replicas.start()];
  const rows = await labelled(left, 8);
  await age(6);
  await untilSaid(left, rows.slice(6));
  await label(left, { ...rows[0]!, actual: rows[0]!.predicted });
  rows.push(...(await labelled(right, 3)));
  for (const app of [left, right]) await untilSaid(app, rows.slice(6));
});

test('without a maximum age labels of any age count', async () => {
  const left = await startWith();
  const rows = await labelled(left, 8);
  await age(8);
  expect(await said(await replicas.start())).toMatchObject({ gauges: expected(rows).gauges });
  await untilSaid(left, rows);
});
