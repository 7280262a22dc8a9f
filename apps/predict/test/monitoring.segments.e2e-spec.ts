import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { MonitoredHeart } from './monitored-heart.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { until } from '../../../test/until.js';

const ROWS = 800;
const windows = {
  predictions: { size: ROWS, minimum: 200, max_age_s: 3_600 },
  feedback: { size: ROWS, minimum: 200 },
};

let database: TestDatabase;
let heart: MonitoredHeart;
let app: RunningApp;
beforeAll(async () => {
  database = await testDatabase();
  heart = await MonitoredHeart.create(windows, true, ['sex', 'age']);
  app = await startApp({ ...heart.environment, DATABASE_URL: database.url });
});
afterAll(async () => {
  await app.close();
  await database.close();
  heart.repository.delete();
});

const ask = async (path: string) =>
  (await app.get(path, { Authorization: `Bearer ${tokenFor('monitor')}` })).body;

interface Segment {
  readonly feature: string;
  readonly segment: string;
  readonly condition: string;
  readonly rows: number;
}

test('a segment that the model is wrong on stands out in quality, drift, metrics and report', async () => {
  const answers = await heart.predict(app, ROWS, (row) => ({
    ...row,
    sex: Number(row['age']) % 4 === 0 ? 0 : 1,
  }));
  const other: Record<string, string> = { disease: 'no_disease', no_disease: 'disease' };
  const labels = answers.map(({ prediction_id, prediction }, index) => {
    const isMan = Number(heart.row(index)['age']) % 4 !== 0;
    const isWrong = index % 20 === 0 || (!isMan && index % 2 === 0);
    return { prediction_id, actual: isWrong ? other[prediction]! : prediction };
  });
  const women = answers.filter((_, index) => Number(heart.row(index)['age']) % 4 === 0).length;
  for (let start = 0; start < ROWS; start += 200) await heart.label(app, labels.slice(start, start + 200));
  const quality = async () => (await ask('/models/heart-disease/quality'))['segments'];
  await until(async () => ((await quality()) as { rows: number } | null)?.rows === ROWS);
  const { declared, weak, metric } = (await quality()) as Record<string, Segment[]>;
  expect(metric).toBe('f1');
  expect(declared!.find(({ condition }) => condition === 'sex = 0')).toMatchObject({
    rows: women,
    weak: true,
  });
  expect(declared!.find(({ condition }) => condition === 'sex = 1')).toMatchObject({ weak: false });
  expect(declared!.filter(({ feature }) => feature === 'age')).toHaveLength(4);
  expect(weak![0]).toMatchObject({ condition: 'sex = 0', rows: women });

  const shares = (await ask('/models/heart-disease/drift'))['segments'] as Segment[];
  expect(shares.map(({ segment }) => segment).slice(0, 2)).toEqual(['0', '1']);
  expect(shares.reduce((sum, { rows }) => sum + rows, 0)).toBe(2 * ROWS);

  const labelled = 'model="heart-disease",version="1",feature="sex",segment="0"';
  expect(await app.metric(`segment_rows{${labelled},window="feedback"}`)).toBe(women);
  expect(await app.metric(`segment_f1_score{${labelled}}`)).toBeLessThan(0.7);
  expect(await app.metric(`segment_drift_detected{${labelled}}`)).toBeDefined();
  const page = await fetch(`${app.url}/models/heart-disease/report`, {
    headers: { Authorization: `Bearer ${tokenFor('monitor')}` },
  });
  expect(await page.text()).toContain('Where the model is wrong');
});
