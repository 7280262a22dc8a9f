import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokenFor } from '../../apps/predict/test/running-app.js';
import { toyModels } from '../../apps/predict/test/toy-models.js';
import type { Progress, TrafficOptions } from '../../apps/cli/src/traffic/index.js';
import { SleepingClock, TrafficUnderTest } from './traffic-under-test.js';

const heart = { model: 'heart-disease' } as const;

let traffic: TrafficUnderTest;
beforeAll(async () => {
  traffic = await TrafficUnderTest.start();
});
afterAll(() => traffic.close());

test('every shipped model gets traffic, and the quality in the summary equals the gauge', async () => {
  const { ok, models } = await traffic.run({ count: 200 });
  expect(ok).toBe(true);
  expect(models.map(({ model }) => model)).toEqual(
    expect.arrayContaining(['heart-disease', 'product-category']),
  );
  for (const { model, versions, windowF1, windowMeanAbsoluteError, ...counts } of models) {
    expect(counts).toMatchObject({ sent: 200, rows: 200, labels: 200, errors: 0 });
    const labels = `{model="${model}",version="${versions[0]}"}`;
    expect(windowF1).toBe(await traffic.app.metric(`prediction_f1_score${labels}`));
    expect(windowMeanAbsoluteError).toBe(await traffic.app.metric(`prediction_error${labels}`));
  }
});

test('the summary has the F1 of the run and, equal to the gauge, of the sliding window', async () => {
  const { models } = await traffic.run({ ...heart, count: 2_100 });
  const [{ f1, windowF1, versions, answers }] = models as [(typeof models)[0]];
  expect(windowF1).toBe(
    await traffic.app.metric(`prediction_f1_score{model="heart-disease",version="${versions[0]}"}`),
  );
  expect(f1).not.toBe(windowF1);
  expect(answers).toEqual({ 200: 43 });
});

describe('the rate', () => {
  const steps = async (options: TrafficOptions) => {
    const clock = new SleepingClock();
    const seen: { at: number; sent: number }[] = [];
    const onProgress = ({ sent }: Progress) => seen.push({ at: clock.monotonicMs(), sent });
    const { models } = await traffic.run({ ...heart, ...options, clock, onProgress });
    return { seen, seconds: clock.monotonicMs() / 1000, rows: models[0]!.rows };
  };

  test.each([
    [20, 5],
    [300, 40],
  ])('of %d rows a second in batches of %d is never exceeded', async (rate, batch) => {
    const { seen, seconds } = await steps({ rate, batch, count: 10 * batch });
    for (const { at, sent } of seen) expect(sent).toBeLessThanOrEqual(batch + (rate * at) / 1000 + 1e-6);
    expect(seconds).toBeGreaterThanOrEqual((9 * batch) / rate);
    expect(seconds).toBeLessThan((9 * batch) / rate + 0.1);
  });

  test('holds until the time is over when a duration bounds the run', async () => {
    const { seconds, rows } = await steps({ rate: 20, batch: 5, durationS: 3 });
    expect(rows).toBe(60);
    expect(seconds).toBeLessThanOrEqual(3);
  });
});

test('a duration ends the run of a slow service', async () => {
  const clock = new SleepingClock();
  // A second passes with every request.
  const token = () => clock.sleep(1_000).then(() => tokenFor('predict feedback'));
  const { ok, models } = await traffic.run({ ...heart, durationS: 5, batch: 1, rate: 10, clock, token });
  expect({ ok, models }).toMatchObject({ ok: true, models: [{ sent: 5, labels: 5, ratePerS: 1 }] });
});

describe('labels', () => {
  test('follow their predictions by the label delay, the last ones at the end', async () => {
    const seen: Progress[] = [];
    const onProgress = (progress: Progress) => seen.push(progress);
    await traffic.run({ ...heart, count: 200, batch: 20, labelDelay: 50, onProgress });
    expect(seen.map(({ labels }) => labels)).toEqual([0, 0, 10, 30, 50, 70, 90, 110, 130, 150, 200]);
  });

  test.each([
    [0, 0, 0],
    [0.25, 200, 300],
    [1, 1_000, 1_000],
  ])('come for a share of %d of the rows', async (labelRate, least, most) => {
    const { models } = await traffic.run({ ...heart, count: 1_000, labelRate });
    expect(models[0]!.labels).toBeGreaterThanOrEqual(least);
    expect(models[0]!.labels).toBeLessThanOrEqual(most);
  });
});

test('batch 1 sends single rows', async () => {
  const { ok, models } = await traffic.run({ ...heart, count: 5, batch: 1, labelRate: 0 });
  expect({ ok, answers: models[0]!.answers }).toEqual({ ok: true, answers: { 200: 5 } });
});

test('rows that are too many for one request are sent in smaller ones', async () => {
  const limited = await TrafficUnderTest.start({ PREDICT_BODY_LIMIT_BYTES: '10000' });
  try {
    const { ok, models } = await limited.run({ ...heart, count: 250, batch: 100 });
    expect({ ok, models }).toMatchObject({
      ok: true,
      models: [{ sent: 250, rows: 250, labels: 250, rowsPerRequest: 50, answers: { 413: 1 } }],
    });
  } finally {
    await limited.close();
  }
});

test('an interrupted run ends with the summary of what was sent', async () => {
  const interruption = new AbortController();
  const onProgress = ({ sent }: Progress) => sent >= 300 && interruption.abort();
  const { signal } = interruption;
  const summary = await traffic.run({ count: 1_000, labelDelay: 200, signal, onProgress });
  expect(summary).toMatchObject({ ok: true, interrupted: true });
  expect(summary.models).toMatchObject([{ sent: 300, rows: 300, labels: 100 }]);
});

describe('toy models', () => {
  let toys: TrafficUnderTest;
  beforeAll(async () => {
    toys = await TrafficUnderTest.start({ PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'parity' });
  });
  afterAll(() => toys.close());

  test.each(['steady', 'gradual', 'sudden', 'concept', 'mixed'] as const)(
    'of every task and feature type take %s traffic',
    async (scenario) => {
      const { ok, models } = await toys.run({
        modelsDir: toyModels,
        scenario,
        strength: 1,
        count: 120,
        batch: 10,
      });
      expect(models.map(({ model, problem }) => ({ model, problem }))).toEqual(
        ['greeting', 'mood', 'parity', 'rent'].map((model) => ({ model, problem: undefined })),
      );
      expect(ok).toBe(true);
    },
  );

  test('with a regression show its mean absolute error, equal to the gauge', async () => {
    const { models } = await toys.run({
      modelsDir: toyModels,
      model: 'rent',
      scenario: 'concept',
      count: 50,
    });
    const [{ versions, windowMeanAbsoluteError }] = models as [(typeof models)[0]];
    const gauge = await toys.app.metric(`prediction_error{model="rent",version="${versions[0]}"}`);
    expect(windowMeanAbsoluteError).toBe(gauge);
  });
});
