import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Manifest, manifestSchema } from '../src/models/manifest/manifest.schema.js';
import { outcomeFormOf, outcomeKindOf } from '../src/models/outcomes/index.js';
import { driftAnswerSchema, qualityAnswerSchema } from '../src/monitoring/api/monitoring.schema.js';
import { ReferenceColumns } from '../src/models/profile-building/reference-columns.js';
import { readRecords } from '../src/models/profile-building/reference-source.js';
import { evaluationSeries } from './monitored-heart.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { readVersionFile, shippedModels, shippedVersions } from './toy-models.js';
import { until } from '../../../test/until.js';

const ROWS = 1_000;
const ROWS_PER_REQUEST = 500;

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ PREDICT_MODELS_DIR: shippedModels, PREDICT_MONITORING_INTERVAL_MS: '1000' });
});
afterAll(() => app.close());

async function reference(manifest: Manifest): Promise<ReferenceColumns> {
  const columns = new ReferenceColumns(manifest);
  const path = join(shippedModels, manifest.name, String(manifest.version), 'reference.csv.gz');
  for await (const record of readRecords({ path, format: 'csv' })) columns.add(record);
  return columns;
}

/** Predicts rows from all over the reference and labels them. */
async function predictAndLabel(manifest: Manifest): Promise<void> {
  const columns = await reference(manifest);
  const form = outcomeFormOf(outcomeKindOf(manifest));
  const stride = Math.floor(columns.rows / ROWS);
  for (let start = 0; start < ROWS; start += ROWS_PER_REQUEST) {
    const places = Array.from({ length: ROWS_PER_REQUEST }, (_, place) => (start + place) * stride);
    const instances = places.map((place) => columns.row(place));
    const { body } = await app.post<{ predictions: { prediction_id: string }[] }>(
      `/models/${manifest.name}/predict/batch`,
      { instances },
    );
    const feedback = body.predictions.map(({ prediction_id }, index) => ({
      prediction_id,
      actual: form.toJson(columns.actual[places[index]!]!),
    }));
    // A database that is slow for a second is not asked again for two.
    const stored = await until(async () => {
      const { status } = await app.post('/feedback/batch', { feedback });
      return status === 503 ? undefined : status;
    });
    expect(stored).toBe(200);
  }
}

async function answer(path: string): Promise<unknown> {
  return (await app.get(path, { Authorization: `Bearer ${tokenFor('monitor')}` })).body;
}

function qualityOf(body: unknown): number | null | undefined {
  const { quality } = qualityAnswerSchema.parse(body);
  return quality?.task === 'regression' ? null : quality?.f1;
}

/** The values of a gauge of a version, one for each of its series. */
async function valuesOf(name: string, labels: string): Promise<number[]> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  const series = text.split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(labels));
  return series.map((line) => Number(line.split(' ').at(-1)));
}

/** Every gauge that tells whether something of a version drifted. */
async function detectors(labels: string): Promise<string[]> {
  const series = await evaluationSeries(app);
  return series.filter((line) => line.includes(`_drift_detected{${labels}`));
}

test.each(shippedVersions())(
  'of %s version %i the reference itself does not drift, and an estimated F1 is near the realised one',
  async (name, version) => {
    const manifest = manifestSchema.parse(
      readVersionFile(shippedModels, `${name}/${version}`, 'manifest.json'),
    );
    const labels = `model="${name}",version="${version}"`;
    await predictAndLabel(manifest);
    await until(async () => (await app.metric(`data_drift_score{${labels}}`)) !== undefined);
    const detected = await detectors(labels);
    expect(detected.filter((line) => !line.endsWith(' 0'))).toEqual([]);
    const columns = detected.filter((line) => line.startsWith('feature_drift_detected'));
    expect(columns.length).toBeGreaterThanOrEqual(manifest.features.length);
    expect(detected).toHaveLength(columns.length + 2);
    const [realised, lower, upper] = await Promise.all(
      ['score', 'score_estimated_lower', 'score_estimated_upper'].map((suffix) =>
        app.metric(`prediction_f1_${suffix}{${labels}}`),
      ),
    );
    if (manifest.task === 'binary' || manifest.task === 'multiclass') {
      expect(realised).toBeGreaterThan(lower!);
      expect(realised).toBeLessThan(upper!);
    }
    await until(async () => qualityOf(await answer(`/models/${name}/quality`)) === (realised ?? null));
    const { segments = [], data_quality: quality } = manifest;
    const shares = await valuesOf('segment_drift_detected', labels);
    expect(shares.length).toBeGreaterThanOrEqual(2 * segments.length);
    expect(shares.filter(Boolean)).toEqual([]);
    const scores = await valuesOf('segment_f1_score', labels);
    expect(scores.length).toBeGreaterThanOrEqual(2 * segments.length);
    const rules = await valuesOf('data_quality_rule_passed', labels);
    expect(rules).toEqual(quality?.rules.map(() => 1) ?? []);
    expect(driftAnswerSchema.safeParse(await answer(`/models/${name}/drift`)).error).toBeUndefined();
  },
);

test('the error of a forecast is not estimated from readings that its error model has not seen', async () => {
  const name = 'weather-forecast';
  const manifest = manifestSchema.parse(readVersionFile(shippedModels, `${name}/1`, 'manifest.json'));
  const estimate = () =>
    app.metric(`prediction_error_estimated{model="${name}",version="1",target="prediction"}`);
  expect(await until(estimate)).toBeGreaterThan(0);
  const columns = await reference(manifest);
  const warmer = (place: number) => {
    const readings = columns.row(place)['readings'] as number[][];
    return { readings: readings.map(([temperature = 0, ...others]) => [temperature + 12, ...others]) };
  };
  for (let start = 0; start < manifest.windows.predictions.size; start += ROWS_PER_REQUEST) {
    const instances = Array.from({ length: ROWS_PER_REQUEST }, (_, place) =>
      warmer((start + place) % columns.rows),
    );
    expect((await app.post(`/models/${name}/predict/batch`, { instances })).status).toBe(200);
  }
  await until(async () => (await estimate()) === undefined);
  const { estimated_error: error, verdict } = qualityAnswerSchema.parse(
    await answer(`/models/${name}/quality`),
  );
  const reason =
    /not estimated: \d+ % of the window has values of readings.temperature.level outside of the reference/;
  expect(error).toMatchObject({ mean_absolute_error: null, notes: [expect.stringMatching(reason)] });
  expect(verdict.evidence.filter((sentence) => reason.test(sentence))).toHaveLength(1);
});
