import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { heartPatient } from './heart-patient.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { shippedModels } from './toy-models.js';

const heart = { PREDICT_MODELS_DIR: shippedModels, PREDICT_DEFAULT_MODEL: 'heart-disease' };

/** A scrape as Prometheus makes it. */
function scrape(url: string, headers: Record<string, string>) {
  return new Promise<{ status: number; coding: string | undefined; body: Buffer }>((resolve, reject) => {
    request(`${url}/metrics`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          coding: response.headers['content-encoding'],
          body: Buffer.concat(chunks),
        }),
      );
    })
      .once('error', reject)
      .end();
  });
}

describe('GET /metrics', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ ...heart, PREDICT_METRICS_MIN_GROUP: '20', PREDICT_METRICS_MAX_AGE_MS: '0' });
  });
  afterAll(() => app.close());

  test('is compressed for clients that accept it', async () => {
    const plain = await scrape(app.url, {});
    expect([plain.coding, plain.body.toString().includes('model_loaded{')]).toEqual([undefined, true]);
    const compressed = await scrape(app.url, { 'accept-encoding': 'gzip' });
    expect(compressed.coding).toBe('gzip');
    expect(gunzipSync(compressed.body).toString()).toContain('model_loaded{');
    expect(compressed.body.length).toBeLessThan(plain.body.length / 5);
    expect((await scrape(app.url, { 'accept-encoding': 'gzip;q=0' })).coding).toBeUndefined();
  });

  /** Every series that counts inputs. */
  const inputs = async () => {
    const text = (await scrape(app.url, {})).body.toString();
    return text
      .split('\n')
      .filter((line) => /^(drift_count|feature_values|feature_quality)_total\{/.test(line))
      .filter((line) => line.includes('model="heart-disease"'));
  };
  const ageCounted = (lines: readonly string[]) =>
    lines
      .filter((line) => line.includes('feature="age"') && line.startsWith('feature_values'))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);

  test('moves the counters of inputs by no fewer than 20 predictions', async () => {
    const before = await inputs();
    for (let row = 1; row < 20; row++) {
      expect((await app.post('/predict', heartPatient)).status).toBe(200);
      expect(await inputs()).toEqual(before);
    }
    await app.post('/predict', { ...heartPatient, age: 90 });
    expect(ageCounted(await inputs())).toBe(20);
    expect(await app.metric('prediction_count_total{model="heart-disease",version="1"}')).toBe(20);
    await app.post('/predict', heartPatient);
    expect(ageCounted(await inputs())).toBe(20);
  });
});

test('GET /metrics requires a token with the scope monitor where PREDICT_METRICS_TOKEN is on', async () => {
  const app = await startApp({ ...heart, PREDICT_METRICS_TOKEN: 'on' });
  const status = async (scope?: string) =>
    (await scrape(app.url, scope === undefined ? {} : { authorization: `Bearer ${tokenFor(scope)}` })).status;
  expect([await status(), await status('predict'), await status('monitor')]).toEqual([401, 403, 200]);
  await app.close();
});
