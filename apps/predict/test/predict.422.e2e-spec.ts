import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunningApp } from './running-app.js';
import { type ScratchApp, startScratchApp } from './scratch-app.js';
import { type ToyGraph, toyVersion } from './toy-versions.js';
import { asVersion, publish, publisher } from './uploads.js';
import { until } from '../../../test/until.js';

/** Valid, but its exponential is infinite in single precision. */
const EXTREME = { a: 1_000, b: 0 };
const PLAIN = { a: 0, b: 1 };

let scratch: ScratchApp;
let database: ScratchApp['database'];
let app: RunningApp;

beforeAll(async () => {
  scratch = await startScratchApp();
  ({ database, app } = scratch);
  await publishAll(twoNumbers('growth', 'exponential'), twoNumbers('cached', 'exponential', { entries: 10 }));
});
afterAll(() => scratch.close());

/** Version 1 of a regression that answers two numbers, or e to the power of each. */
function twoNumbers(name: string, graph: ToyGraph & ('exponential' | 'pairs'), cache?: object) {
  const valueOf = (value: number) => (graph === 'pairs' ? value : Math.fround(Math.exp(value)));
  const golden = [
    [0, 1],
    [1, 0],
  ].map((row) => [row, { x: valueOf(row[0]!), y: valueOf(row[1]!) }] as const);
  return toyVersion({
    ...{ graph, name, golden, features: ['a', 'b'] },
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 2], role: 'values' }],
    fields: { targets: ['x', 'y'], ...(cache && { cache }) },
  });
}

async function publishAll(...versions: ReturnType<typeof twoNumbers>[]): Promise<void> {
  for (const files of versions) {
    const { name } = JSON.parse(String(files['manifest.json'])) as { name: string };
    expect((await publish(app, name, files)).status).toBe(201);
  }
}

const predict = (model: string, body: unknown, path = 'predict') =>
  app.post(`/models/${model}/versions/1/${path}`, body);
const failures = (model: string, version = 1, reason = 'model_output_not_finite') =>
  app.metric(`model_failures_total{model="${model}",version="${version}",reason="${reason}"}`);

async function stored(model: string): Promise<number> {
  await until(async () => (await app.metric('prediction_log_pending')) === 0);
  const { rowCount } = await database.pool.query('SELECT 1 FROM predict.predictions WHERE model = $1', [
    model,
  ]);
  return rowCount ?? 0;
}

describe('a valid row for which the model computes infinity', () => {
  test('is answered with the output, what it is and how to keep such rows out, and is counted', async () => {
    expect([await failures('growth'), await failures('growth', 1, 'model_output_invalid')]).toEqual([0, 0]);
    const { status, body } = await predict('growth', EXTREME);
    expect([status, body['code']]).toEqual([422, 'model_output_not_finite']);
    expect(body['detail']).toContain('output out is Infinity, which is not a finite number');
    expect(body['detail']).toContain('minimum and maximum');
    expect([await failures('growth'), await stored('growth')]).toEqual([1, 0]);
    expect((await predict('growth', PLAIN)).body['prediction']).toEqual({ x: 1, y: Math.fround(Math.E) });
  });

  test('does not fail the rows of other requests that are run with it', async () => {
    const rows = [PLAIN, EXTREME, PLAIN, PLAIN];
    const answers = await Promise.all(rows.map((row) => predict('growth', row)));
    expect(answers.map(({ status }) => status)).toEqual([200, 422, 200, 200]);
  });

  test.each(['growth', 'cached'])('fails a batch of %s, which names it and stores nothing', async (model) => {
    const known = await stored(model);
    await predict(model, { a: 0, b: 0.5 });
    const instances = [{ a: 0, b: 0.5 }, PLAIN, EXTREME, PLAIN];
    const { status, body } = await predict(model, { instances }, 'predict/batch');
    expect([status, body['code']]).toEqual([422, 'model_output_not_finite']);
    expect(body['issues']).toEqual([{ path: ['instances', 2], message: body['detail'] }]);
    expect(await stored(model)).toBe(known + 1);
  });

  test('is answered by the champion although its challenger cannot', async () => {
    await publishAll(twoNumbers('tried', 'pairs'));
    expect((await app.post('/models/tried/promote', { version: 1 }, publisher)).status).toBe(200);
    await publish(app, 'tried', asVersion(twoNumbers('tried', 'exponential'), 2));
    expect((await app.post('/models/tried/challenger', { version: 2 }, publisher)).status).toBe(200);
    expect((await app.post('/models/tried/predict', EXTREME)).body['prediction']).toEqual({ x: 1000, y: 0 });
    await until(async () => (await failures('tried', 2)) === 1);
    expect(await app.metric('shadow_predictions_total{model="tried",version="2",result="failed"}')).toBe(1);
    expect(await failures('tried')).toBe(0);
  });
});
