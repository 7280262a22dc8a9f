import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { accuracy, averageScores, ConfusionCounts, RegressionErrors } from '@plumbline/evaluation';
import { Replicas } from './replicas.js';
import type { RunningApp } from './running-app.js';
import { toyModels } from './toy-models.js';
import { until } from '../../../test/until.js';

const SIZE = 20;
const PARITY = 'model="parity",version="1"';
const other: Record<string, string> = { even: 'odd', odd: 'even' };

interface Row {
  readonly id: string;
  readonly predicted: string;
  actual: string;
}

let replicas: Replicas;
beforeEach(async () => {
  replicas = await Replicas.create({ PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'parity' });
});
afterEach(() => replicas.close());

/** Predicts numbers and labels them, possibly on another replica: every third prediction was wrong. */
async function labelParity(app: RunningApp, count: number, from = 0, judge = app): Promise<Row[]> {
  const rows: Row[] = [];
  for (let number = from; number < from + count; number += 1) {
    const { body } = await app.post('/predict', { number: number % 10 });
    const [id, predicted] = [body['prediction_id'] as string, body['prediction'] as string];
    const row = { id, predicted, actual: number % 3 === 0 ? other[predicted]! : predicted };
    await label(judge, row);
    rows.push(row);
  }
  return rows;
}

async function label(app: RunningApp, { id, actual }: Row): Promise<void> {
  const answer = await app.post('/feedback', { prediction_id: id, actual });
  expect(answer.status).toBe(200);
}

async function parityGauges(app: RunningApp) {
  return {
    f1: await app.metric(`prediction_f1_score{${PARITY}}`),
    precision: await app.metric(`prediction_precision_score{${PARITY}}`),
    recall: await app.metric(`prediction_recall_score{${PARITY}}`),
    accuracy: await app.metric(`model_accuracy{${PARITY},attribute="prediction"}`),
    rows: await app.metric(`monitoring_window_size{${PARITY},window="feedback"}`),
  };
}

/** The scores of the last rows by libs/evaluation. */
function evaluated(rows: readonly Row[]) {
  const counts = new ConfusionCounts(['even', 'odd']);
  for (const { actual, predicted } of rows.slice(-SIZE)) counts.add(actual, predicted);
  const { f1, precision, recall } = averageScores(counts, { average: 'binary', positiveClass: 'odd' });
  return { f1, precision, recall, accuracy: accuracy(counts), rows: counts.total };
}

describe('the quality gauges', () => {
  test('are absent below the minimum of the window, never 0', async () => {
    const app = await replicas.start();
    const unknown = { f1: undefined, precision: undefined, recall: undefined, accuracy: undefined };
    expect(await parityGauges(app)).toEqual({ ...unknown, rows: 0 });
    const rows = await labelParity(app, 3);
    expect(await parityGauges(app)).toEqual({ ...unknown, rows: 3 });
    rows.push(...(await labelParity(app, 1, 3)));
    expect(await parityGauges(app)).toEqual(evaluated(rows));
  });

  test('equal the scores of the last rows while the window slides and values are corrected', async () => {
    const app = await replicas.start();
    const rows = await labelParity(app, 33);
    expect(await parityGauges(app)).toEqual(evaluated(rows));
    for (const index of [2, 20, 32]) {
      rows[index]!.actual = other[rows[index]!.actual]!;
      await label(app, rows[index]!);
    }
    expect(await parityGauges(app)).toEqual(evaluated(rows));
  });

  test('are the same after a restart', async () => {
    const first = await replicas.start();
    const rows = await labelParity(first, 27);
    rows[9]!.actual = other[rows[9]!.actual]!;
    await label(first, rows[9]!);
    const before = await parityGauges(first);
    await replicas.stopLast();
    const second = await replicas.start();
    expect(await parityGauges(second)).toEqual(before);
    rows.push(...(await labelParity(second, 3, 27)));
    expect(await parityGauges(second)).toEqual(evaluated(rows));
  });

  test('have the same values on every replica', async () => {
    const [left, right] = [await replicas.start(), await replicas.start()];
    const rows: Row[] = [];
    for (let round = 0; round < 6; round += 1) {
      const [asked, judge] = round % 2 === 0 ? [left, right] : [right, right];
      rows.push(...(await labelParity(asked, 5, round * 5, judge)));
    }
    rows[28]!.actual = other[rows[28]!.actual]!;
    await label(left, rows[28]!);
    const expected = evaluated(rows);
    for (const app of [left, right]) {
      await until(async () => isDeepStrictEqual(await parityGauges(app), expected));
    }
  });

  test('of a regression are only its mean absolute error', async () => {
    const app = await replicas.start();
    const errors = new RegressionErrors();
    for (let area = 1; area <= 30; area += 1) {
      const features = { area, rooms: 2, balcony: true, district: 'north' };
      const { body } = await app.post('/models/rent/versions/2/predict', features);
      const [predicted, actual] = [body['prediction'] as number, area * 11.5];
      const answer = await app.post('/feedback', { prediction_id: body['prediction_id'], actual });
      expect(answer.body).toMatchObject({ prediction: predicted, actual });
      if (area > 30 - SIZE) errors.add(actual, predicted);
    }
    const labels = 'model="rent",version="2"';
    expect(await app.metric(`prediction_error{${labels}}`)).toBe(errors.meanAbsoluteError);
    expect(await app.metric(`prediction_f1_score{${labels}}`)).toBeUndefined();
  });
});

test('labelled_predictions_total starts at 0 and counts each labelled prediction once, also of a regression', async () => {
  const app = await replicas.start();
  const counted = (model: string) => app.metric(`labelled_predictions_total{model="${model}",version="1"}`);
  expect([await counted('rent'), await counted('parity'), await counted('mood')]).toEqual([0, 0, 0]);
  for (const [path, row, labels] of [
    ['rent/versions/1', { area: 10, rooms: 1, balcony: false, district: 'centre' }, [300, 310]],
    ['parity', { number: 3 }, ['odd', 'even']],
  ] as const) {
    const { body } = await app.post(`/models/${path}/predict`, row);
    for (const actual of labels) {
      await app.post('/feedback', { prediction_id: body['prediction_id'], actual });
    }
  }
  expect([await counted('rent'), await counted('parity'), await counted('mood')]).toEqual([1, 1, 0]);
});

test('prediction_outcomes_total starts at 0 for every class and outcome', async () => {
  const app = await replicas.start();
  for (const [model, classes] of [
    ['parity', ['even', 'odd']],
    ['mood', ['happy', 'sad', 'neutral']],
  ] as const) {
    for (const name of classes) {
      for (const outcome of ['tp', 'fp', 'fn']) {
        const labels = `model="${model}",version="1",class="${name}",outcome="${outcome}"`;
        expect(await app.metric(`prediction_outcomes_total{${labels}}`)).toBe(0);
      }
    }
  }
});
