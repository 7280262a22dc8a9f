import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { heartPatient } from './heart-patient.js';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository, shippedModels } from './toy-models.js';

const HEART = 'model="heart-disease",version="1"';
const heartPath = '/models/heart-disease/predict';
const product = { designation: 'Piscine tubulaire enterrée', description: '' };

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

describe('drift of an answer', () => {
  test.each<[string, string, object, string[]]>([
    ['is empty for a usual patient', heartPath, heartPatient, []],
    ['names an age beyond the oldest patient', heartPath, { ...heartPatient, age: 150 }, ['age']],
    [
      'names all of several, in the order of the manifest',
      heartPath,
      { ...heartPatient, chol: 0, age: 0 },
      ['age', 'chol'],
    ],
    ['is empty for a usual product', '/predict', product, []],
    [
      'names a text with far more words than any',
      '/predict',
      { ...product, designation: 'piscine '.repeat(40) },
      ['designation'],
    ],
  ])('%s', async (_, path, features, expected) => {
    const { status, body } = await app.post(path, features);
    expect(status).toBe(200);
    expect(body['drift']).toEqual(expected);
  });

  test('is given for each row of a batch', async () => {
    const instances = [heartPatient, { ...heartPatient, trestbps: 1 }, heartPatient];
    const { body } = await app.post(`${heartPath}/batch`, { instances });
    const predictions = body['predictions'] as { drift: string[] }[];
    expect(predictions.map(({ drift }) => drift)).toEqual([[], ['trestbps'], []]);
  });
});

describe('the counts of inputs', () => {
  const valuesOf = async (feature: string) => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    return text
      .split('\n')
      .filter((line) => line.startsWith(`feature_values_total{${HEART},feature="${feature}"`))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };

  test('rise by one for every feature of an answered row, not for refused rows', async () => {
    const before = [await valuesOf('age'), await valuesOf('thal')] as const;
    const drifted = (await app.metric(`drift_count_total{${HEART}}`)) ?? NaN;
    await app.post(`${heartPath}/batch`, { instances: [heartPatient, { ...heartPatient, age: 149 }] });
    await app.post(`${heartPath}/batch`, { instances: [heartPatient, { ...heartPatient, age: 151 }] });
    expect([await valuesOf('age'), await valuesOf('thal')]).toEqual([before[0] + 2, before[1] + 2]);
    expect(await app.metric(`drift_count_total{${HEART}}`)).toBe(drifted + 1);
  });

  test('name values outside the reference by feature', async () => {
    const series = `feature_quality_total{${HEART},feature="oldpeak",issue="out_of_range"}`;
    const before = (await app.metric(series)) ?? NaN;
    await app.post(heartPath, { ...heartPatient, oldpeak: 15 });
    expect(await app.metric(series)).toBe(before + 1);
  });
});

test('a version without a profile answers without drift and counts no inputs', async () => {
  const repository = new ScratchRepository(shippedModels);
  repository.remove('heart-disease/1/profile.json');
  const bare = await startApp({ PREDICT_MODELS_DIR: repository.path });
  try {
    expect((await bare.post(heartPath, { ...heartPatient, age: 150 })).body).not.toHaveProperty('drift');
    expect(await bare.metric(`drift_count_total{${HEART}}`)).toBeUndefined();
  } finally {
    await bare.close();
    repository.delete();
  }
});
