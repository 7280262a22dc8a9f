import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { InferenceSession } from 'onnxruntime-node';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository, toyGraph, toyModels } from './toy-models.js';
import { until } from '../../../test/until.js';

/** Long enough for every run that ends. */
const DEADLINE_MS = 2_000;

const repository = new ScratchRepository();
let app: RunningApp;
/** How the process that serves requests loads graphs. */
let loaded: jest.SpiedFunction<typeof InferenceSession.create>;
beforeAll(async () => {
  for (const [version, graph] of [
    ['rent/3', 'looping'],
    ['rent/4', 'growing'],
    ['rent/5', 'laborious'],
  ] as const) {
    repository.copyVersion('rent/1', version);
    repository.write(version, 'model.onnx', toyGraph(graph));
  }
  repository.copyVersion('rent/1', 'rent/6');
  repository.write('rent/6', 'model.onnx', large(readFileSync(join(toyModels, 'rent/1/model.onnx'))));
  loaded = jest.spyOn(InferenceSession, 'create');
  app = await startApp({
    PREDICT_MODELS_DIR: repository.path,
    PREDICT_DEFAULT_MODEL: 'rent',
    PREDICT_MODEL_DEADLINE_MS: String(DEADLINE_MS),
  });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

/** The graph with a `doc_string` (field 6 of a model) of 4 MiB and a byte. */
function large(graph: Buffer): Buffer {
  const [tag, length] = [[0x32], [0x81, 0x80, 0x80, 0x02]];
  return Buffer.concat([graph, Buffer.from([...tag, ...length]), Buffer.alloc(4 * 2 ** 20 + 1, ' ')]);
}

const flat = (area: number) => ({ area, rooms: 1, balcony: false, district: 'centre' });
/** So large that the looping graph does not end, and the growing one needs gigabytes. */
const ENDLESS = 560;
const predict = (version: number, area: number) =>
  app.post(`/models/rent/versions/${version}/predict`, flat(area));
const restarts = (version: number, reason: string) =>
  app.metric(`model_process_restarts_total{model="rent",version="${version}",reason="${reason}"}`);

test('graphs that may harm the service run in processes and answer like others', async () => {
  for (const version of [1, 3, 4, 5, 6]) {
    const { status, body } = await predict(version, 10);
    expect([version, status, body['prediction']]).toEqual([version, 200, 200]);
  }
  expect(await restarts(1, 'deadline')).toBeUndefined();
  for (const version of [3, 4, 5]) expect(await restarts(version, 'deadline')).toBe(0);
});

test('GET /models shows where each version runs, and why it runs in a process', async () => {
  const { models } = (await app.get('/models')).body as { models: { name: string; versions: object[] }[] };
  const { versions = [] } = models.find(({ name }) => name === 'rent') ?? {};
  expect(versions).toMatchObject([
    { version: 1, host: 'service' },
    { version: 2, host: 'service' },
    { version: 3, host: 'process', process_reason: expect.stringContaining('Loop') },
    { version: 4, host: 'process' },
    { version: 5, host: 'process' },
    { version: 6, host: 'process', process_reason: 'its graph has more than 4194304 bytes' },
  ]);
  expect(versions[0]).not.toHaveProperty('process_reason');
});

test('a graph that is large, slow or unbounded is never loaded by the process that serves requests', () => {
  const paths = loaded.mock.calls.map(([path]) => String(path));
  expect(paths.map((path) => /[^/]+\/\d+(?=\/model\.onnx$)/.exec(path)?.[0])).toEqual(
    expect.arrayContaining(['rent/1', 'rent/2']),
  );
  for (const version of [3, 4, 5, 6]) expect(paths.join()).not.toContain(`rent/${version}/`);
});

test('a run that does not end: 504 for its requests, then 503 with Retry-After, and others answer meanwhile', async () => {
  const endless = predict(3, ENDLESS);
  const behind = predict(3, 10);
  for (let other = 0; other < 20; other += 1) expect((await predict(1, 1 + other)).status).toBe(200);
  const { status, body } = await endless;
  expect([status, body['code'], body['detail']]).toEqual([
    504,
    'model_deadline_missed',
    `Model rent version 3 did not answer within ${DEADLINE_MS} ms.`,
  ]);
  expect([504, 503]).toContain((await behind).status);
  const next = await predict(3, 10);
  expect([next.status, next.body['code']]).toEqual([503, 'model_restarting']);
  expect(next.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await app.get('/health')).body).toMatchObject({
    status: 'degraded',
    checks: { models: 'ok', model_processes: 'failing' },
  });
  expect((await app.get('/health/ready')).status).toBe(200);
  await until(async () => (await predict(3, 10)).status === 200);
  expect((await app.get('/health')).body).toMatchObject({ checks: { model_processes: 'ok' } });
  expect(await restarts(3, 'deadline')).toBe(1);
  expect(await app.metric('model_deadline_misses_total{model="rent",version="3"}')).toBe(1);
});

test('a run that needs too much memory: 500 that names the limit, and the process serves on', async () => {
  const { status, body } = await predict(4, ENDLESS);
  expect([status, body['code'], body['detail']]).toEqual([
    500,
    'inference_failed',
    expect.stringContaining('needs more than the 2147483648 bytes of memory'),
  ]);
  expect((await predict(4, 10)).status).toBe(200);
  expect(await restarts(4, 'crash')).toBe(0);
});

test('in a batch and as a challenger, too', async () => {
  const instances = [flat(10), flat(ENDLESS)];
  const { status, body } = await app.post('/models/rent/versions/3/predict/batch', { instances });
  expect([status, body['code']]).toEqual([504, 'model_deadline_missed']);
  await until(async () => (await predict(3, 10)).status === 200);
  repository.point('rent', { champion: 1, previous: null, challenger: 3 });
  const failed = 'shadow_predictions_total{model="rent",version="3",result="failed"}';
  await until(async () => (await app.metric(failed)) === 0);
  expect((await predict(1, ENDLESS)).status).toBe(200);
  await until(async () => (await app.metric(failed)) === 1);
});
