import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { until } from '../../../test/until.js';

const SIZE = 20;

let repository: ScratchRepository;
let app: RunningApp;
beforeAll(async () => {
  repository = new ScratchRepository();
  repository.edit('mood/1', 'manifest.json', (manifest) => (manifest.f1_average = 'macro'));
  app = await startApp({
    PREDICT_MODELS_DIR: repository.path,
    PREDICT_DEFAULT_MODEL: 'parity',
    PREDICT_MONITORING_INTERVAL_MS: '100',
  });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

/** Predicts these rows and labels each prediction as correct. */
async function labelRight(model: string, instances: readonly object[]): Promise<void> {
  const { body } = await app.post<{ predictions: { prediction_id: string; prediction: string }[] }>(
    `/models/${model}/predict/batch`,
    { instances },
  );
  const feedback = body.predictions.map(({ prediction_id, prediction }) => ({
    prediction_id,
    actual: prediction,
  }));
  expect((await app.post('/feedback/batch', { feedback })).status).toBe(200);
}

async function gauges(model: string) {
  const labels = `model="${model}",version="1"`;
  return {
    f1: await app.metric(`prediction_f1_score{${labels}}`),
    precision: await app.metric(`prediction_precision_score{${labels}}`),
    recall: await app.metric(`prediction_recall_score{${labels}}`),
    accuracy: await app.metric(`model_accuracy{${labels},attribute="prediction"}`),
  };
}

const monitored = (path: string) =>
  app.get(path, { Authorization: `Bearer ${tokenFor('monitor')}`, Accept: 'application/json' });

/** The answer about the whole window, after its evaluation. */
async function quality(path: string, from: (body: Record<string, unknown>) => unknown): Promise<unknown> {
  let found: { task?: string; confusion?: number[][] } | null = null;
  await until(async () => {
    found = from((await monitored(path)).body) as typeof found;
    return found?.confusion?.flat().reduce((sum, rows) => sum + rows, 0) === SIZE;
  });
  return found;
}

test('F1, precision and recall are absent while the positive class does not occur', async () => {
  const evens = Array.from({ length: SIZE }, (_, index) => ({ number: 2 * index }));
  await labelRight('parity', evens);
  const none = { f1: undefined, precision: undefined, recall: undefined, accuracy: 1 };
  expect(await gauges('parity')).toEqual(none);
  const expected = {
    f1: null,
    precision: null,
    recall: null,
    accuracy: 1,
    covered_classes: 0,
    undefined_scores: {
      f1: '“odd” is neither the label nor the prediction of any row',
      precision: '“odd” is not the prediction of any row',
      recall: '“odd” is not the label of any row',
    },
  };
  expect(await quality('/models/parity/quality', (body) => body['quality'])).toMatchObject(expected);
  const reported = (body: Record<string, unknown>) =>
    (body['evaluation'] as Record<string, unknown> | null)?.['quality'];
  expect(await quality('/models/parity/report', reported)).toMatchObject(expected);
  await labelRight('parity', [{ number: 1 }]);
  expect(await gauges('parity')).toEqual({ f1: 1, precision: 1, recall: 1, accuracy: 1 });
  await labelRight('parity', evens);
  expect(await gauges('parity')).toEqual(none);
}, 300_000);

test('a macro average covers the classes that occur, and the answer has their number', async () => {
  const texts = Array.from({ length: SIZE }, (_, index) => (index % 2 === 0 ? 'good day' : 'bad day'));
  await labelRight(
    'mood',
    texts.map((text) => ({ text, loud: false })),
  );
  expect(await gauges('mood')).toEqual({ f1: 1, precision: 1, recall: 1, accuracy: 1 });
  expect(await quality('/models/mood/quality', (body) => body['quality'])).toMatchObject({
    f1: 1,
    covered_classes: 2,
    undefined_scores: { f1: null, precision: null, recall: null },
  });
}, 300_000);
