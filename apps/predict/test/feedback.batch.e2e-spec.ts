import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { heartPatient } from './heart-patient.js';
import { type RunningApp, startApp } from './running-app.js';

const UNKNOWN = '01900000-0000-7000-8000-000000000000';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ PREDICT_MAX_BATCH_ROWS: '50' });
});
afterAll(() => app.close());

async function predictedIds(count: number): Promise<string[]> {
  const instances = Array.from({ length: count }, () => heartPatient);
  const { body } = await app.post('/models/heart-disease/predict/batch', { instances });
  return (body['predictions'] as { prediction_id: string }[]).map(({ prediction_id: id }) => id);
}

function feedbackOn(ids: readonly string[], actual: unknown = 'disease') {
  return ids.map((id) => ({ prediction_id: id, actual }));
}

async function statesOf(ids: readonly string[]): Promise<unknown[]> {
  const { body } = await app.post('/feedback/batch', { feedback: feedbackOn(ids) });
  return (body['feedback'] as { status: string }[]).map(({ status }) => status);
}

describe('POST /feedback/batch', () => {
  test('200 with one answer for each item, in the order of the request', async () => {
    const ids = await predictedIds(50);
    const answer = await app.post('/feedback/batch', { feedback: feedbackOn(ids) });
    expect(answer.status).toBe(200);
    const feedback = answer.body['feedback'] as Record<string, unknown>[];
    expect(feedback.map((item) => item['prediction_id'])).toEqual(ids);
    expect(new Set(feedback.map((item) => item['status']))).toEqual(new Set(['recorded']));
  });

  test('200 when a batch repeats a prediction: the last value counts', async () => {
    const [id] = (await predictedIds(1)) as [string];
    const feedback = [...feedbackOn([id]), ...feedbackOn([id]), ...feedbackOn([id], 'no_disease')];
    const answer = await app.post('/feedback/batch', { feedback });
    const states = (answer.body['feedback'] as { status: string }[]).map(({ status }) => status);
    expect(states).toEqual(['recorded', 'unchanged', 'corrected']);
    expect(await statesOf([id])).toEqual(['corrected']);
  });

  test('400 names every invalid item by index, and stores nothing of the batch', async () => {
    const ids = await predictedIds(3);
    const feedback = [
      { prediction_id: ids[0], actual: 'disease' },
      { prediction_id: ids[1], actual: ['disease'] },
      { prediction_id: UNKNOWN, actual: 'disease' },
      { prediction_id: ids[2], actual: {} },
    ];
    const answer = await app.post('/feedback/batch', { feedback });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect((answer.body['issues'] as { path: unknown[] }[]).map(({ path }) => path)).toEqual([
      ['feedback', 1, 'actual'],
      ['feedback', 3, 'actual'],
      ['feedback', 2, 'prediction_id'],
    ]);
    expect(await statesOf(ids)).toEqual(['recorded', 'recorded', 'recorded']);
  });

  test('404 names every unknown prediction by index, and stores nothing of the batch', async () => {
    const ids = await predictedIds(1);
    const answer = await app.post('/feedback/batch', { feedback: feedbackOn([UNKNOWN, ...ids, UNKNOWN]) });
    expect(answer).toMatchObject({
      status: 404,
      body: {
        code: 'prediction_not_found',
        issues: [{ path: ['feedback', 0, 'prediction_id'] }, { path: ['feedback', 2, 'prediction_id'] }],
      },
    });
    expect(await statesOf(ids)).toEqual(['recorded']);
  });

  test.each([
    ['no items', { feedback: [] }],
    ['more items than allowed', { feedback: feedbackOn(Array<string>(51).fill(UNKNOWN)) }],
    ['an item that is no object', { feedback: [1] }],
    ['no list', { feedback: {} }],
  ])('400 for %s', async (_case, body) => {
    const answer = await app.post('/feedback/batch', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  test('400 for too many items before they are validated', async () => {
    const { body } = await app.post('/feedback/batch', { feedback: Array(51).fill(null) });
    expect(body['issues']).toEqual([{ path: ['feedback'], message: 'must have at most 50 items' }]);
  });
});
