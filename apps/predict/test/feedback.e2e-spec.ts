import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createUuidV7, timeOfUuidV7 } from '../src/predictions/log/index.js';
import { heartPatient } from './heart-patient.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';

const stranger = { Authorization: `Bearer ${tokenFor('feedback', { sub: 'stranger' })}` };
const UNKNOWN = '01900000-0000-7000-8000-000000000000';
const otherThan = { disease: 'no_disease', no_disease: 'disease' } as const;

interface Answered {
  readonly id: string;
  readonly prediction: keyof typeof otherThan;
}

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

async function predicted(): Promise<Answered> {
  const { body } = await app.post('/models/heart-disease/predict', heartPatient);
  return { id: body['prediction_id'] as string, prediction: body['prediction'] as Answered['prediction'] };
}

function outcome(name: string, kind: string): Promise<number | undefined> {
  const labels = `model="heart-disease",version="1",class="${name}",outcome="${kind}"`;
  return app.metric(`prediction_outcomes_total{${labels}}`);
}

const windowSize = () =>
  app.metric('monitoring_window_size{model="heart-disease",version="1",window="feedback"}');

const USABLE =
  'must be a class, a finite number, a list of labels, or an object of values by label or target';

describe('POST /feedback', () => {
  test('200 recorded: right after the prediction, counted once by class and outcome', async () => {
    const { id, prediction } = await predicted();
    const [before, rows] = [await outcome(prediction, 'tp'), await windowSize()];
    const answer = await app.post('/feedback', { prediction_id: id, actual: prediction });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        prediction_id: id,
        model: 'heart-disease',
        version: 1,
        prediction,
        actual: prediction,
        status: 'recorded',
      },
    });
    expect(await outcome(prediction, 'tp')).toBe(before! + 1);
    expect(await windowSize()).toBe(rows! + 1);
  });

  test('200 unchanged: the same value again is counted once', async () => {
    const { id, prediction } = await predicted();
    await app.post('/feedback', { prediction_id: id, actual: prediction });
    const [before, rows] = [await outcome(prediction, 'tp'), await windowSize()];
    const answer = await app.post('/feedback', { prediction_id: id.toUpperCase(), actual: prediction });
    expect(answer).toMatchObject({ status: 200, body: { status: 'unchanged' } });
    expect([await outcome(prediction, 'tp'), await windowSize()]).toEqual([before, rows]);
  });

  test('200 corrected: another value replaces the old one, and the window has it once', async () => {
    const { id, prediction } = await predicted();
    await app.post('/feedback', { prediction_id: id, actual: prediction });
    const rows = await windowSize();
    const answer = await app.post('/feedback', { prediction_id: id, actual: otherThan[prediction] });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'corrected', actual: otherThan[prediction] },
    });
    const again = await app.post('/feedback', { prediction_id: id, actual: otherThan[prediction] });
    expect(again).toMatchObject({ status: 200, body: { status: 'unchanged' } });
    expect(await windowSize()).toBe(rows);
  });

  test('200 for concurrent requests with the same value, and recorded for exactly one', async () => {
    const { id, prediction } = await predicted();
    const before = await outcome(prediction, 'tp');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.post('/feedback', { prediction_id: id, actual: prediction })),
    );
    const states = answers.map(({ body }) => body['status']);
    expect(states.filter((state) => state === 'recorded')).toHaveLength(1);
    expect(states.filter((state) => state === 'unchanged')).toHaveLength(19);
    expect(await outcome(prediction, 'tp')).toBe(before! + 1);
  });

  test('a wrong prediction is a false positive of one class and a false negative of the other', async () => {
    const { id, prediction } = await predicted();
    const actual = otherThan[prediction];
    const [falsePositives, falseNegatives] = [await outcome(prediction, 'fp'), await outcome(actual, 'fn')];
    await app.post('/feedback', { prediction_id: id, actual });
    expect(await outcome(prediction, 'fp')).toBe(falsePositives! + 1);
    expect(await outcome(actual, 'fn')).toBe(falseNegatives! + 1);
  });

  test('404 prediction_not_found for an unknown id', async () => {
    const answer = await app.post('/feedback', { prediction_id: UNKNOWN, actual: 'disease' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'prediction_not_found' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('404 for a prediction of another subject, exactly as for an unknown id of its age, and nothing is stored', async () => {
    const { id, prediction } = await predicted();
    const rows = await windowSize();
    const answer = await app.post('/feedback', { prediction_id: id, actual: prediction }, stranger);
    const invented = createUuidV7(() => timeOfUuidV7(id))();
    const unknown = await app.post('/feedback', { prediction_id: invented, actual: prediction }, stranger);
    expect(answer).toMatchObject({ status: 404, body: { code: 'prediction_pending' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect([unknown.status, unknown.body, unknown.headers.get('retry-after')]).toEqual([
      404,
      answer.body,
      '5',
    ]);
    const batch = { feedback: [{ prediction_id: id, actual: prediction }] };
    expect((await app.post('/feedback/batch', batch, stranger)).status).toBe(404);
    expect(await windowSize()).toBe(rows);
  });

  test('200 with the scope feedback:any for a prediction of another subject', async () => {
    const { id, prediction } = await predicted();
    const labeller = {
      Authorization: `Bearer ${tokenFor('feedback feedback:any', { sub: 'laboratory' })}`,
    };
    const answer = await app.post('/feedback', { prediction_id: id, actual: prediction }, labeller);
    expect(answer).toMatchObject({ status: 200, body: { status: 'recorded' } });
  });

  test.each([
    ['null', null, USABLE],
    ['a list of numbers', [1], USABLE],
    ['a blank text', ' ', 'must be one of "no_disease", "disease"'],
    ['a number where a class is due', 1, 'must be one of "no_disease", "disease"'],
    ['a truth value where a class is due', true, 'must be one of "no_disease", "disease"'],
    ['the form of another task', ['disease'], 'must be one of "no_disease", "disease"'],
  ])('400 validation_failed for %s', async (_case, actual, message) => {
    const { id } = await predicted();
    const answer = await app.post('/feedback', { prediction_id: id, actual });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', issues: [{ path: ['actual'], message }] },
    });
  });

  test('400 validation_failed lists all issues at once', async () => {
    const answer = await app.post('/feedback', { prediction_id: 'x', extra: 1 });
    expect(answer.status).toBe(400);
    const paths = (answer.body['issues'] as { path: string[] }[]).map(({ path }) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(['prediction_id', 'actual', '']));
  });

  test.each(['{"prediction_id": "', '[]', '""', ''])('400 for the body %j', async (body) => {
    expect((await app.post('/feedback', body)).status).toBe(400);
  });

  test('400 for a number that exceeds the range of a double', async () => {
    const { id } = await predicted();
    const answer = await app.post('/feedback', `{"prediction_id": "${id}", "actual": 1e999}`);
    expect(answer.status).toBe(400);
  });

  test('401 without a token, and 403 without the scope', async () => {
    const body = { prediction_id: UNKNOWN, actual: 'disease' };
    expect((await app.post('/feedback', body, { Authorization: '' })).status).toBe(401);
    const token = { Authorization: `Bearer ${tokenFor('predict')}` };
    expect((await app.post('/feedback', body, token)).status).toBe(403);
    expect((await app.post('/feedback/batch', { feedback: [body] }, token)).status).toBe(403);
  });
});
