import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { type FeatureVersion, featureVersion } from './feature-versions.js';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { publish } from './uploads.js';

/** Two rows of four pixels of three channels: 0, 1, 2 for the first pixel, and so on. */
const pixels = Uint8Array.from({ length: 24 }, (_, at) => at);
const nested = [0, 1].map((row) =>
  [0, 1, 2, 3].map((column) => [0, 1, 2].map((channel) => row * 12 + column * 3 + channel)),
);
const picture = sharp(pixels, { raw: { width: 4, height: 2, channels: 3 } });

/** The answer of the graph: the sum of all elements, each times its place from 1. */
const weighted = (elements: readonly number[]) =>
  elements.reduce((sum, element, at) => sum + element * (at + 1), 0);
const channelsLast = weighted([...pixels]);
const channelsFirst = weighted(
  [0, 1, 2].flatMap((channel) => [...pixels].filter((_, at) => at % 3 === channel)),
);

let repository: ScratchRepository;
let app: RunningApp;
let png: string;

const feature = { name: 'photo', type: 'image', width: 4, height: 2, scale: { mean: 0, std: 1 } };

async function published(toy: FeatureVersion) {
  const { status, body } = await publish(app, toy.name, featureVersion(toy));
  return { status, reasons: body['reasons'], warnings: body['warnings'] };
}

const first = (): FeatureVersion => ({
  graph: 'picture',
  name: 'first',
  features: [feature],
  input: { datatype: 'FP32', shape: [-1, 3, 2, 4] },
  rows: [
    [{ photo: png }, channelsFirst],
    [{ photo: nested }, channelsFirst],
  ],
});

beforeAll(async () => {
  png = (await picture.clone().png().toBuffer()).toString('base64');
  repository = new ScratchRepository();
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
  expect(await published(first())).toMatchObject({ status: 201 });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

const predict = (name: string, photo: unknown) => app.post(`/models/${name}/versions/1/predict`, { photo });
const predictionOf = async (name: string, photo: unknown) => (await predict(name, photo)).body['prediction'];

describe('an image reaches the graph', () => {
  test('from PNG, a data URL, lossless WebP, or its pixels', async () => {
    const webp = (await picture.clone().webp({ lossless: true }).toBuffer()).toString('base64');
    for (const photo of [png, `data:image/png;base64,${png}`, webp, nested]) {
      expect(await predictionOf('first', photo)).toBe(channelsFirst);
    }
  });

  test('in a batch', async () => {
    const { body } = await app.post('/models/first/versions/1/predict/batch', {
      instances: [{ photo: png }, { photo: nested }, { photo: png }],
    });
    const predictions = body['predictions'] as { prediction: number }[];
    expect(predictions.map(({ prediction }) => prediction)).toEqual([1, 1, 1].map(() => channelsFirst));
  });

  test('resized, without transparency', async () => {
    const grey = { r: 100, g: 100, b: 100 };
    const large = sharp({
      create: { width: 64, height: 32, channels: 4, background: { ...grey, alpha: 0.5 } },
    });
    const value = await predictionOf('first', (await large.png().toBuffer()).toString('base64'));
    expect(value).toBe(weighted(new Array<number>(24).fill(100)));
  });

  test('with its channels last, as bytes', async () => {
    const last: FeatureVersion = {
      ...first(),
      graph: 'picture-bytes',
      name: 'last',
      features: [{ ...feature, layout: 'channels_last' }],
      input: { datatype: 'UINT8', shape: [-1, 2, 4, 3] },
      rows: [
        [{ photo: png }, channelsLast],
        [{ photo: nested }, channelsLast],
      ],
    };
    expect(await published(last)).toMatchObject({ status: 201 });
    expect(await predictionOf('last', png)).toBe(channelsLast);
  });

  test('scaled by channel', async () => {
    const scaled: FeatureVersion = {
      ...first(),
      name: 'scaled',
      features: [{ ...feature, scale: { mean: [0, 1, 2], std: 3 } }],
      rows: [
        [{ photo: png }, 0],
        [{ photo: nested }, 0],
      ],
    };
    const value = weighted([0, 1, 2].flatMap(() => [0, 1, 2, 3, 4, 5, 6, 7]));
    const rows = scaled.rows.map(([row]) => [row, value] as const);
    expect(await published({ ...scaled, rows })).toMatchObject({ status: 201 });
    expect(await predictionOf('scaled', png)).toBe(value);
  });
});

describe('an image is refused', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['that is no image', () => Buffer.from('hello').toString('base64'), /^must be a PNG, JPEG or WebP image/],
    ['that is no base64', () => 'hello world!', /^must be a PNG, JPEG or WebP image in base64$/],
    ['that is cut off', () => png.slice(0, 60), /^must be a PNG, JPEG or WebP image/],
    [
      'of another format',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>').toString('base64'),
      /^must be a PNG, JPEG or WebP image/,
    ],
    ['that is a number', () => 7, /^must be a text with an image in base64, or its pixels/],
    [
      'of other pixels',
      () => nested.slice(1),
      /^must be numbers of the shape \[2,4,3\], but it has 1 values/,
    ],
    ['that is missing', () => null, /^must not be null$/],
  ])('%s', async (_case, photo, message) => {
    const { status, body } = await predict('first', photo());
    expect([status, body['issues']]).toEqual([
      400,
      [{ path: ['photo'], message: expect.stringMatching(message) }],
    ]);
  });

  test('in a batch, with the row', async () => {
    const { status, body } = await app.post('/models/first/versions/1/predict/batch', {
      instances: [{ photo: png }, { photo: 'aGVsbG8=' }],
    });
    expect([status, body['issues']]).toMatchObject([400, [{ path: ['instances', 1, 'photo'] }]]);
  });

  test('that is a bomb: few bytes, too many pixels', async () => {
    const bomb = sharp({ create: { width: 6_000, height: 6_000, channels: 3, background: 'red' } });
    const { status, body } = await predict('first', (await bomb.png().toBuffer()).toString('base64'));
    expect([status, JSON.stringify(body['issues'])]).toEqual([
      400,
      expect.stringContaining('of at most 25000000 pixels'),
    ]);
  });
});
