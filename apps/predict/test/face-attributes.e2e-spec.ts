import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { readVersionFile, shippedModels } from './toy-models.js';

interface Golden {
  readonly features: { readonly image: string };
  readonly prediction: readonly string[];
  readonly probabilities: Readonly<Record<string, number>>;
}

const golden = readVersionFile<Golden[]>(shippedModels, 'face-attributes/1', 'golden.json');
const path = '/models/face-attributes/predict';
const version = 'model="face-attributes",version="1"';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

test('pictures are answered as the network in Python does, and take a list of labels as feedback', async () => {
  const { status, body } = await app.post(`${path}/batch`, {
    instances: golden.map(({ features }) => features),
  });
  expect(status).toBe(200);
  const answers = body['predictions'] as (Omit<Golden, 'features'> & { prediction_id: string })[];
  expect(answers.map(({ prediction }) => prediction)).toEqual(golden.map(({ prediction }) => prediction));
  for (const [place, { probabilities }] of golden.entries()) {
    for (const [label, expected] of Object.entries(probabilities)) {
      expect(Math.abs((answers[place]?.probabilities[label] ?? NaN) - expected)).toBeLessThan(1e-5);
    }
  }
  const [first] = answers;
  const feedback = await app.post('/feedback', {
    prediction_id: first?.prediction_id,
    actual: first?.prediction,
  });
  expect(feedback.status).toBe(200);
});

test('labels and images are counted', async () => {
  const present = (label: string) => golden.filter(({ prediction }) => prediction.includes(label)).length;
  const smiling = `label_predictions_total{${version},attribute="smiling",value=`;
  expect(await app.metric(`${smiling}"1"}`)).toBe(present('smiling'));
  expect(await app.metric(`${smiling}"0"}`)).toBe(golden.length - present('smiling'));
  expect(await app.metric(`images_processed_total{${version}}`)).toBe(golden.length);
  expect(await app.metric('images_processed_total{model="heart-disease",version="1"}')).toBeUndefined();
});

test('what is no picture is refused with the name of the feature', async () => {
  const { status, body } = await app.post(path, { image: Buffer.from('no picture').toString('base64') });
  expect(status).toBe(400);
  expect(body['issues']).toMatchObject([{ path: ['image'] }]);
});
