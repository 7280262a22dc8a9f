import { afterAll, beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { until } from '../../../test/until.js';
import { type FeatureVersion, featureVersion } from './feature-versions.js';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { publish, publisher } from './uploads.js';

/** The grey of every pixel. */
const GREY = 100;
const photo = { name: 'photo', type: 'image', scale: { mean: 0, std: 1 } };
const grey = { ...photo, width: 2, height: 1, mode: 'grayscale' };

let repository: ScratchRepository;
let app: RunningApp;
let png: string;
let champion: FeatureVersion;

beforeAll(async () => {
  const background = { r: GREY, g: GREY, b: GREY };
  const picture = sharp({ create: { width: 16, height: 8, channels: 3, background } });
  png = (await picture.png().toBuffer()).toString('base64');
  repository = new ScratchRepository();
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
  champion = {
    graph: 'picture',
    name: 'seen',
    features: [{ ...photo, width: 4, height: 2, log: 'image' }],
    input: { datatype: 'FP32', shape: [-1, 3, 2, 4] },
    rows: [
      [{ photo: png }, GREY * 300],
      [{ photo: png }, GREY * 300],
    ],
  };
  await add(1, champion);
  await app.post('/models/seen/promote', { version: 1 }, publisher);
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

async function add(version: number, toy: FeatureVersion): Promise<void> {
  const { status, body } = await publish(app, 'seen', featureVersion({ ...toy, manifest: { version } }));
  expect({ status, reasons: body['reasons'] }).toEqual({ status: 201, reasons: undefined });
}

const rowsOf = (answer: number): FeatureVersion['rows'] => [
  [{ photo: png }, answer],
  [{ photo: png }, answer],
];

test.each([
  [
    2,
    'scaled otherwise',
    () => ({ ...champion, features: [{ ...champion.features[0]!, scale: { std: 2 } }] }),
    150,
  ],
  [
    3,
    'of another size and colour',
    () => ({
      ...champion,
      graph: 'picture-grey' as const,
      features: [grey],
      input: { datatype: 'FP32', shape: [-1, 1, 1, 2] },
    }),
    3,
  ],
])('challenger %d predicts the images of the champion, %s', async (version, _, toy, times) => {
  await add(version, { ...toy(), rows: rowsOf(GREY * times) });
  expect((await app.post('/models/seen/challenger', { version }, publisher)).status).toBe(200);
  for (let row = 0; row < 5; row += 1) {
    const { body } = await app.post('/models/seen/predict', { photo: png });
    expect(body).toMatchObject({ version: 1, prediction: GREY * 300 });
    await app.post('/feedback', { prediction_id: body['prediction_id'], actual: GREY * times });
  }
  const tried = `model="seen",version="${version}"`;
  await until(async () => (await app.metric(`monitoring_window_size{${tried},window="shadow"}`)) === 5);
  expect(await app.metric(`shadow_prediction_error{${tried},role="challenger"}`)).toBe(0);
  expect(await app.metric(`shadow_predictions_total{${tried},result="failed"}`)).toBe(0);
});
