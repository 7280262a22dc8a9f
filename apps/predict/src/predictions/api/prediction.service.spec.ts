import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { heartPatient } from '../../../test/heart-patient.js';
import { shippedModels, toyModels } from '../../../test/toy-models.js';
import { loadRegistry, runOptions } from '../../../test/load-registry.js';
import { InputMonitor } from '../inputs/index.js';
import type { ModelRegistry } from '../../models/registry/index.js';
import { PredictionLogFull } from '../log/prediction-log.errors.js';
import { PredictionLog, type PredictionRecord, timeOfUuidV7 } from '../log/index.js';
import { ShadowMetrics } from '../shadow/shadow-metrics.js';
import { ShadowRunner } from '../shadow/index.js';
import { PredictionMetrics } from './prediction-metrics.js';
import { PredictionService } from './prediction.service.js';

Logger.overrideLogger(false);

const NOW = new Date(1_645_557_742_000);
const clock = { now: () => NOW, skewMs: 0 };

let registry: ModelRegistry;
let metrics: MetricSet;
let service: PredictionService;
let appended: PredictionRecord[][];
let durable: { resolve: () => void; reject: (error: Error) => void };

beforeAll(async () => {
  const options = { dir: toyModels, defaultName: 'mood', ...runOptions };
  registry = await loadRegistry(options, createMetrics('predict'));
});
afterAll(() => registry.onApplicationShutdown());

beforeEach(() => {
  appended = [];
  service = serviceOf(registry);
});

/** A service whose log holds each append until the test settles it. */
function serviceOf(models: ModelRegistry): PredictionService {
  metrics = createMetrics('predict');
  const log = PredictionLog.off();
  jest.spyOn(log, 'enabled', 'get').mockReturnValue(true);
  jest.spyOn(log, 'append').mockImplementation(
    (records) =>
      new Promise((resolve, reject) => {
        appended.push([...records]);
        durable = { resolve, reject };
      }),
  );
  const inputs = new InputMonitor(models, metrics, { metrics: { minGroup: 1 } });
  void inputs.onModuleInit();
  return new PredictionService(
    log,
    new PredictionMetrics(metrics, models),
    inputs,
    new ShadowRunner(models, new ShadowMetrics(metrics)),
    clock,
  );
}

const happy = { loud: false, text: 'good day' };

async function answered(): Promise<number> {
  const { values } = await metrics.get('predictions_total').get();
  return values.reduce((sum, { value }) => sum + value, 0);
}

/** Resolves when the log was asked to keep records. */
async function asked(): Promise<void> {
  while (appended.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

test('an id has the time of the database, and the record that of the process until it is stored', async () => {
  const days = 40;
  clock.skewMs = -days * 86_400_000;
  const answer = service.predict(registry.default(), happy, 'someone');
  await asked();
  clock.skewMs = 0;
  durable.resolve();
  const { prediction_id: id } = await answer;
  expect(timeOfUuidV7(id)).toBe(NOW.getTime());
  expect(appended[0]?.[0]?.at).toBe(NOW.getTime() - days * 86_400_000);
});

describe('predict', () => {
  test('answers only when the log holds the record durably', async () => {
    let done = false;
    const answer = service.predict(registry.default(), happy, 'someone').finally(() => (done = true));
    await asked();
    await new Promise((resolve) => setImmediate(resolve));
    expect([done, await answered()]).toEqual([false, 0]);
    durable.resolve();
    expect(await answer).toMatchObject({ prediction: 'happy' });
    expect(await answered()).toBe(1);
  });

  test('records what was asked, by whom, and what was answered', async () => {
    const answer = service.predict(registry.default(), happy, 'someone');
    await asked();
    durable.resolve();
    const { prediction_id: id } = await answer;
    expect(id).toMatch(/^017f22e2-79b0-7/);
    expect(appended).toEqual([
      [
        {
          id,
          at: NOW.getTime(),
          model: 'mood',
          version: 1,
          subject: 'someone',
          features: { text: 'good day', loud: false },
          prediction: 'happy',
          probabilities: [0.8, 0.1, 0.1].map(Math.fround),
        },
      ],
    ]);
  });

  test('fails as the log fails, and does not count the prediction', async () => {
    const answer = service.predict(registry.default(), happy, 'someone');
    await asked();
    durable.reject(new PredictionLogFull(1));
    await expect(answer).rejects.toThrow(PredictionLogFull);
    expect(await answered()).toBe(0);
  });
});

describe('predictAll', () => {
  test('hands all rows to the log at once and answers when they are durable', async () => {
    const answer = service.predictAll(registry.default(), [happy, happy, happy], 'someone');
    await asked();
    expect(appended.map((records) => records.length)).toEqual([3]);
    durable.resolve();
    const ids = (await answer).predictions.map(({ prediction_id }) => prediction_id);
    expect(ids).toEqual(appended[0]?.map(({ id }) => id));
  });
});

test('every class has a series before the first prediction', async () => {
  new PredictionMetrics(metrics, registry).onModuleInit();
  const { values } = await metrics.get('predictions_total').get();
  const ofMood = values.filter(({ labels }) => labels.model === 'mood');
  expect(ofMood.map(({ labels, value }) => [labels.prediction_result, value])).toEqual([
    ['happy', 0],
    ['sad', 0],
    ['neutral', 0],
  ]);
});

describe('the inputs of a model with a reference profile', () => {
  let shipped: ModelRegistry;
  beforeAll(async () => {
    const options = { dir: shippedModels, defaultName: 'heart-disease', ...runOptions };
    shipped = await loadRegistry(options, createMetrics('predict'));
  });
  afterAll(() => shipped.onApplicationShutdown());
  beforeEach(() => {
    service = serviceOf(shipped);
  });

  async function counted(): Promise<number[]> {
    const { values: ages } = await metrics.get('feature_values_total').get();
    const { values: drifted } = await metrics.get('drift_count_total').get();
    return [
      ages.filter(({ labels }) => labels.feature === 'age').reduce((sum, { value }) => sum + value, 0),
      drifted.reduce((sum, { value }) => sum + value, 0),
    ];
  }

  test('are counted when the log holds the record durably, not before', async () => {
    const answer = service.predict(shipped.default(), { ...heartPatient, age: 150 }, 'someone');
    await asked();
    expect(await counted()).toEqual([0, 0]);
    durable.resolve();
    expect(await answer).toMatchObject({ drift: ['age'] });
    expect(await counted()).toEqual([1, 1]);
  });

  test('are not counted when the log fails', async () => {
    const rows = [heartPatient, { ...heartPatient, age: 150 }];
    const answer = service.predictAll(shipped.default(), rows, 'someone');
    await asked();
    durable.reject(new PredictionLogFull(1));
    await expect(answer).rejects.toThrow(PredictionLogFull);
    expect(await counted()).toEqual([0, 0]);
  });
});
