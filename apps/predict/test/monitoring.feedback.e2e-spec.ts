import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RegressionErrors } from '@plumbline/evaluation';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { ScratchRepository, toyModels } from './toy-models.js';
import { until } from '../../../test/until.js';

const SIZE = 20;
const FIRST = 'model="rent",version="1"';

let database: TestDatabase;
let repository: ScratchRepository;
let app: RunningApp;
beforeEach(async () => {
  database = await testDatabase();
  repository = new ScratchRepository();
  writeFileSync(
    join(repository.path, 'rent/aliases.json'),
    '{"champion": 2, "previous": null, "challenger": null}',
  );
  app = await start();
});
afterEach(async () => {
  await app.close();
  await database.close();
  repository.delete();
});

function start(): Promise<RunningApp> {
  return startApp({
    PREDICT_MODELS_DIR: repository.path,
    PREDICT_DEFAULT_MODEL: 'rent',
    PREDICT_MONITORING_INTERVAL_MS: '100',
    DATABASE_URL: database.url,
  });
}

interface Row {
  readonly id: string;
  readonly predicted: number;
  actual: number;
}

/** Predictions of version 1, with a label for each. */
async function predict(count: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let area = 1; area <= count; area += 1) {
    const features = { area, rooms: 2, balcony: true, district: 'north' };
    const { body } = await app.post('/models/rent/versions/1/predict', features);
    const predicted = body['prediction'] as number;
    rows.push({ id: body['prediction_id'] as string, predicted, actual: predicted + area / 8 });
  }
  return rows;
}

async function label({ id, actual }: Row): Promise<void> {
  const { status } = await app.post('/feedback', { prediction_id: id, actual });
  expect(status).toBe(200);
}

/** The mean absolute error of the last rows, in the order of their first feedback. */
function errorOf(labelled: readonly Row[]): number {
  const errors = new RegressionErrors();
  for (const { actual, predicted } of labelled.slice(-SIZE)) errors.add(actual, predicted);
  return errors.meanAbsoluteError!;
}

/** The answer about version 1: rows of the window and their error. */
async function answered(): Promise<unknown> {
  const { body } = await app.get('/models/rent/quality?version=1', {
    Authorization: `Bearer ${tokenFor('monitor')}`,
  });
  const { window, quality } = body as Record<string, Record<string, unknown> | null | undefined>;
  return [window?.['rows'], quality?.['mean_absolute_error']];
}

const untilAnswered = (labelled: readonly Row[]) => {
  const expected = JSON.stringify([Math.min(SIZE, labelled.length), errorOf(labelled)]);
  return until(async () => JSON.stringify(await answered()) === expected);
};

const gauge = () => app.metric(`prediction_error{${FIRST}}`);

describe('feedback enters the evaluated window once', () => {
  test('when it arrives out of order and long after the prediction', async () => {
    const rows = await predict(30);
    await database.pool.query(`UPDATE predict.predictions SET at = at - interval '40 days'`);
    const order = [...rows.slice(15), ...rows.slice(0, 15).reverse()];
    for (const row of order) await label(row);
    await untilAnswered(order);
    expect(await gauge()).toBe(errorOf(order));
  });

  test('when it is sent again, and when it is corrected', async () => {
    const rows = await predict(12);
    for (const row of rows) await label(row);
    await untilAnswered(rows);
    for (const row of rows) await label(row);
    await predict(1).then(([late]) => label(late!).then(() => rows.push(late!)));
    await untilAnswered(rows);
    rows[3]!.actual += 100;
    for (let again = 0; again < 3; again += 1) await label(rows[3]!);
    await untilAnswered(rows);
    expect(await gauge()).toBe(errorOf(rows));
  });

  test('when its version is no longer served: it is stored, and counts when the version returns', async () => {
    const rows = await predict(10);
    for (const row of rows.slice(0, 5)) await label(row);
    await untilAnswered(rows.slice(0, 5));
    repository.remove('rent/1');
    await until(async () => (await app.metric(`model_loaded{${FIRST}}`)) === undefined);
    for (const row of rows.slice(5)) await label(row);
    expect(await gauge()).toBeUndefined();
    expect(await app.metric(`monitoring_window_size{${FIRST},window="predictions"}`)).toBeUndefined();
    cpSync(join(toyModels, 'rent/1'), join(repository.path, 'rent/1'), { recursive: true });
    await untilAnswered(rows);
    await until(async () => (await gauge()) === errorOf(rows));
  });
});

test('after a restart the window of a version that was not served is correct', async () => {
  const rows = await predict(8);
  await app.close();
  repository.remove('rent/1');
  app = await start();
  for (const row of rows) await label(row);
  await app.close();
  cpSync(join(toyModels, 'rent/1'), join(repository.path, 'rent/1'), { recursive: true });
  app = await start();
  expect(await gauge()).toBe(errorOf(rows));
  await untilAnswered(rows);
});
