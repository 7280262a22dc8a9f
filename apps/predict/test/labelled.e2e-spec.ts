import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { type RunningApp, startApp } from './running-app.js';
import { toyModels } from './toy-models.js';
import { publisher } from './uploads.js';

interface Row {
  readonly prediction_id: string;
  readonly at: string;
  readonly features: object;
  readonly prediction: unknown;
  readonly actual: unknown;
  readonly labelled_at: string;
}

const COUNT = 23;

let database: TestDatabase;
let app: RunningApp;
const expected: object[] = [];

beforeAll(async () => {
  database = await testDatabase();
  app = await startApp({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'parity',
    DATABASE_URL: database.url,
  });
  for (let number = 0; number < COUNT; number += 1) expected.push(await labelled(number));
});
afterAll(async () => {
  await app.close();
  await database.close();
});

/** Predicts one number and labels it. Returns the expected row. */
async function labelled(number: number): Promise<Omit<Row, 'at' | 'labelled_at'>> {
  const { body } = await app.post('/predict', { number });
  const actual = number % 3 === 0 ? 'odd' : 'even';
  await app.post('/feedback', { prediction_id: body['prediction_id'], actual });
  const [prediction_id, prediction] = [body['prediction_id'] as string, body['prediction']];
  return { prediction_id, features: { number }, prediction, actual };
}

async function page(query = '', path = '/models/parity/versions/1/labelled', headers = publisher) {
  const { status, body } = await app.get(`${path}${query}`, headers);
  return { status, code: body['code'], rows: (body['rows'] ?? []) as Row[], next: body['next'] as string };
}

/** All rows, page by page. */
async function everything(limit: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = '0'; after !== null;) {
    const one = await page(`?limit=${limit}&after=${after}`);
    rows.push(...one.rows);
    after = one.next;
  }
  return rows;
}

describe('GET /models/{model}/versions/{version}/labelled', () => {
  test.each([1, 5, COUNT, COUNT + 1])(
    'pages of %i give every row once, in the order of feedback',
    async (limit) => {
      const rows = await everything(limit);
      expect(rows).toEqual(
        expected.map((row) => ({ ...row, at: expect.any(String), labelled_at: expect.any(String) })),
      );
      expect(rows.every(({ at, labelled_at: labelledAt }) => Date.parse(at) <= Date.parse(labelledAt))).toBe(
        true,
      );
    },
  );

  test('a corrected row keeps its position and has the new value', async () => {
    const [first] = await everything(COUNT);
    const actual = first!.actual === 'odd' ? 'even' : 'odd';
    await app.post('/feedback', { prediction_id: first!.prediction_id, actual });
    expect((await everything(COUNT))[0]).toMatchObject({ prediction_id: first!.prediction_id, actual });
    await app.post('/feedback', { prediction_id: first!.prediction_id, actual: first!.actual });
  });

  test('rows that are added later are on the next page', async () => {
    const { next } = await page(`?limit=${COUNT}`);
    const later = await labelled(5);
    expect((await page(`?after=${next}`)).rows).toMatchObject([later]);
    expected.push(later);
  });

  test('rows without features after retention are left out, and the next page follows', async () => {
    const rows = await everything(COUNT);
    await database.pool.query('DELETE FROM predict.predictions WHERE id = $1', [rows[1]!.prediction_id]);
    expected.splice(1, 1);
    expect((await everything(1)).map(({ prediction_id: id }) => id)).toEqual(
      expected.map((row) => (row as Row).prediction_id),
    );
  });

  test('a version without feedback has an empty page; a regression has numbers', async () => {
    expect(await page('', '/models/mood/versions/1/labelled')).toMatchObject({
      status: 200,
      rows: [],
      next: null,
    });
    const flat = { area: 10, rooms: 1, balcony: false, district: 'centre' };
    const { body } = await app.post('/models/rent/predict', flat);
    await app.post('/feedback', { prediction_id: body['prediction_id'], actual: 199.5 });
    const { rows } = await page('', '/models/rent/versions/1/labelled');
    expect(rows).toMatchObject([{ features: flat, prediction: 200, actual: 199.5 }]);
  });

  test.each(['?limit=0', '?limit=5001', '?limit=x', '?after=-1', '?after=abc', '?after=1.5', '?page=2'])(
    '400: %s',
    async (query) => {
      expect(await page(query)).toMatchObject({ status: 400, code: 'validation_failed' });
    },
  );

  test('401, 403 and 404', async () => {
    const path = '/models/parity/versions/1/labelled';
    expect(await page('', path, { Authorization: '' })).toMatchObject({ status: 401 });
    expect(await page('', path, { Authorization: `Bearer ${app.token}` })).toMatchObject({ status: 403 });
    expect(await page('', '/models/lease/versions/1/labelled')).toMatchObject({ code: 'model_not_found' });
    expect(await page('', '/models/rent/versions/9/labelled')).toMatchObject({
      code: 'model_version_not_found',
    });
    expect(await page('', '/models/rent/versions/x/labelled')).toMatchObject({
      code: 'model_version_not_found',
    });
  });
});
