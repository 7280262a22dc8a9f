import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FeatureVersion, featureVersion } from './feature-versions.js';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { publish } from './uploads.js';

let repository: ScratchRepository;
let app: RunningApp;

/** The graph adds up the elements of a row: the first one once, the second one twice, and so on. */
const readings: FeatureVersion = {
  graph: 'sequence',
  name: 'weather',
  features: [
    {
      name: 'readings',
      type: 'array',
      shape: [3, 2],
      channels: ['temperature', 'humidity'],
      minimum: -50,
      maximum: 100,
      nullable: true,
      fill: 10,
    },
  ],
  input: { datatype: 'FP32', shape: [-1, 3, 2] },
  rows: [
    [
      {
        readings: [
          [1, 0],
          [0, 0],
          [0, 0],
        ],
      },
      1,
    ],
    [
      {
        readings: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
      91,
    ],
    [
      {
        readings: [
          [1, 2],
          [3, null],
          [5, 6],
        ],
      },
      115,
    ],
    [{ readings: null }, 210],
  ],
};

async function published(toy: FeatureVersion) {
  const { status, body } = await publish(app, toy.name, featureVersion(toy));
  return { status, reasons: body['reasons'], warnings: body['warnings'] };
}

beforeAll(async () => {
  repository = new ScratchRepository();
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

const predict = (name: string, row: unknown) => app.post(`/models/${name}/versions/1/predict`, row);

async function predictAll(name: string, instances: readonly unknown[]): Promise<number[]> {
  const { body } = await app.post(`/models/${name}/versions/1/predict/batch`, { instances });
  return (body['predictions'] as { prediction: number }[]).map(({ prediction }) => prediction);
}

describe('an array', () => {
  beforeAll(async () => {
    expect(await published(readings)).toMatchObject({ status: 201 });
  });

  test('reaches the graph in its shape, with a fill for missing elements', async () => {
    for (const [row, value] of readings.rows) {
      expect((await predict('weather', row)).body['prediction']).toBe(value);
    }
    expect(
      await predictAll(
        'weather',
        readings.rows.map(([row]) => row),
      ),
    ).toEqual([1, 91, 115, 210]);
  });

  test.each<[string, unknown, string]>([
    ['a number', 7, 'must be numbers of the shape [3,2], but it is not a list'],
    ['too short', [[1, 2]], 'must be numbers of the shape [3,2], but it has 1 values'],
    ['ragged', [[1, 2], [3], [5, 6]], 'must be numbers of the shape [3,2], but [1] has 1 values'],
    ['flat', [1, 2, 3], 'must be numbers of the shape [3,2], but [0] is not a list'],
    [
      'of texts',
      [
        [1, 2],
        [3, '4'],
        [5, 6],
      ],
      '[1][1] must be a finite number',
    ],
    [
      'too deep',
      [
        [1, 2],
        [3, [4]],
        [5, 6],
      ],
      '[1][1] must be a finite number',
    ],
    [
      'out of bounds',
      [
        [1, 2],
        [3, 4],
        [5, 101],
      ],
      '[2][1] must be <=100, not 101',
    ],
  ])('that is %s is refused with the place', async (_case, value, message) => {
    const { status, body } = await predict('weather', { readings: value });
    expect([status, body['issues']]).toEqual([400, [{ path: ['readings'], message }]]);
  });

  test('that is infinite or absent is refused', async () => {
    const infinite = await predict('weather', '{"readings": [[1e999, 0], [0, 0], [0, 0]]}');
    expect(infinite.body['issues']).toEqual([
      { path: ['readings'], message: '[0][0] must be a finite number' },
    ]);
    const required = { ...readings.features[0]!, nullable: false, fill: undefined };
    const rows = readings.rows.slice(0, 2);
    expect(await published({ ...readings, name: 'strict', features: [required], rows })).toMatchObject({
      status: 201,
    });
    expect((await predict('strict', {})).body['issues']).toEqual([
      { path: ['readings'], message: 'is required' },
    ]);
    expect(
      (
        await predict('strict', {
          readings: [
            [1, 2],
            [null, 4],
            [5, 6],
          ],
        })
      ).body['issues'],
    ).toEqual([{ path: ['readings'], message: '[1][0] must not be null' }]);
  });

  test('is described in the OpenAPI document', async () => {
    const { body } = await app.get('/docs/json');
    const schemas = (body['components'] as { schemas: Record<string, unknown> }).schemas;
    expect(schemas['strict-1']).toMatchObject({
      required: ['readings'],
      properties: {
        readings: {
          type: 'array',
          minItems: 3,
          maxItems: 3,
          items: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'number', maximum: 100 } },
        },
      },
    });
  });

  test('may be the columns of an input, beside other features', async () => {
    const toy: FeatureVersion = {
      graph: 'imputed',
      name: 'columns',
      features: [
        { name: 'pair', type: 'array', shape: [2] },
        { name: 'loud', type: 'boolean' },
      ],
      input: { datatype: 'FP32', shape: [-1, 3] },
      rows: [
        [{ pair: [1, 2], loud: true }, 4],
        [{ pair: [3, 4], loud: false }, 7],
      ],
    };
    expect(await published(toy)).toMatchObject({ status: 201 });
    expect((await predict('columns', { pair: [10, 20], loud: true })).body['prediction']).toBe(31);
  });

  test.each<[string, Partial<FeatureVersion>, string]>([
    [
      'another shape than its input',
      { input: { datatype: 'FP32', shape: [-1, 2, 3] } },
      'inputs.0.shape: has rows of [2,3], and readings has the shape [3,2]',
    ],
    [
      'too many channels',
      { features: [{ name: 'readings', type: 'array', shape: [3, 2], channels: ['a', 'b', 'c'] }] },
      'features.0: channels has 3 names for a last dimension of 2',
    ],
    [
      'too many elements',
      { features: [{ name: 'readings', type: 'array', shape: [1001, 1000] }] },
      'features.0: shape has more than 1000000 elements',
    ],
  ])('with %s is refused at publication', async (_case, change, reason) => {
    const { status, reasons } = await published({ ...readings, name: 'wrong', ...change });
    expect([status, reasons]).toEqual([400, expect.arrayContaining([`manifest.json: ${reason}`])]);
  });
});

describe('a graph that takes a fixed number of rows', () => {
  const fixed: FeatureVersion = {
    ...readings,
    graph: 'sequence-of-4-rows',
    name: 'fixed',
    input: { datatype: 'FP32', shape: [4, 3, 2] },
    output: { shape: [4, 1] },
  };

  test('is run in parts of that size', async () => {
    expect(await published(fixed)).toMatchObject({ status: 201 });
    const rows = Array.from({ length: 9 }, (_, row) => ({
      readings: [
        [row, 0],
        [0, 0],
        [0, 0],
      ],
    }));
    expect(await predictAll('fixed', rows)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await predict('fixed', rows[7])).body['prediction']).toBe(7);
    const concurrent = await Promise.all(rows.map((row) => predict('fixed', row)));
    expect(concurrent.map(({ body }) => body['prediction'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('is refused where the manifest has another number', async () => {
    const { reasons } = await published({ ...fixed, name: 'free', input: readings.input });
    expect(String(reasons)).toMatch(
      /input in takes exactly 4 rows at a time: make 4 the first dimension of its shape in the manifest/,
    );
  });
});

describe('a graph whose rows influence each other', () => {
  const centred: FeatureVersion = {
    graph: 'centred',
    name: 'centred',
    features: [{ name: 'x', type: 'number' }],
    input: { datatype: 'FP32', shape: [-1, 1] },
    rows: [
      [{ x: 1 }, 0],
      [{ x: 5 }, 0],
    ],
  };

  test('is refused with the way out', async () => {
    const { status, reasons } = await published(centred);
    expect([status, String(reasons)]).toEqual([
      400,
      expect.stringContaining('rows influence each other: set "batching": false'),
    ]);
  });

  test('runs each row alone with "batching": false', async () => {
    expect(await published({ ...centred, manifest: { batching: false } })).toMatchObject({ status: 201 });
    expect(await predictAll('centred', [{ x: 1 }, { x: 9 }])).toEqual([0, 0]);
    const answers = await Promise.all([1, 9, 5].map((x) => predict('centred', { x })));
    expect(answers.map(({ body }) => body['prediction'])).toEqual([0, 0, 0]);
  });

  test('is accepted within the tolerance of its manifest', async () => {
    const near: FeatureVersion = {
      ...centred,
      name: 'near',
      rows: [
        [{ x: 1 }, 0],
        [{ x: 1.5 }, 0],
      ],
    };
    expect(await published(near)).toMatchObject({ status: 400 });
    expect(await published({ ...near, manifest: { golden_tolerance: 0.3 } })).toMatchObject({ status: 201 });
  });
});

test('a graph of half precision rounds its inputs once, to the nearest even', async () => {
  const half: FeatureVersion = {
    graph: 'half',
    name: 'half',
    features: [{ name: 'x', type: 'number' }],
    input: { datatype: 'FP16', shape: [-1, 1] },
    output: { datatype: 'FP16' },
    rows: [
      [{ x: 1.5 }, 1.5],
      [{ x: 2049 }, 2048],
    ],
  };
  expect(await published(half)).toMatchObject({ status: 201 });
  expect(await predictAll('half', [{ x: 0.1 }, { x: 2051 }, { x: -65504 }])).toEqual([
    0.0999755859375, 2052, -65504,
  ]);
  expect((await predict('half', { x: 65505 })).status).toBe(400);
});
