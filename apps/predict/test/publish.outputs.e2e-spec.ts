import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { type ToyVersion, toyVersion } from './toy-versions.js';
import { publish, withReference } from './uploads.js';

let repository: ScratchRepository;
let app: RunningApp;

beforeAll(async () => {
  repository = new ScratchRepository();
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

/** The answer to publishing it. */
async function published(toy: ToyVersion) {
  const { status, body } = await publish(app, toy.name, toyVersion(toy));
  return { status, reasons: ((body['reasons'] as string[] | undefined) ?? []).join('; ') };
}

/** The answer of version 1 to a row. */
const answerOf = (name: string, features: object) => app.post(`/models/${name}/versions/1/predict`, features);

const probabilities = { name: 'out', datatype: 'FP32', shape: [-1, 2], role: 'probabilities' };
const pair = (name: string): ToyVersion => ({
  graph: 'pairs',
  name,
  features: ['a', 'b'],
  outputs: [probabilities],
  classes: ['no', 'yes'],
  golden: [
    [[0.25, 0.75], 'yes'],
    [[0.75, 0.25], 'no'],
  ],
});

describe('probabilities', () => {
  beforeAll(async () => {
    expect(await published(pair('pair'))).toEqual({ status: 201, reasons: '' });
  });

  test('slightly outside 0 to 1 by rounding are clipped', async () => {
    const { status, body } = await answerOf('pair', { a: -1.2e-7, b: 1.0000001 });
    expect([status, body['probability'], body['probabilities']]).toEqual([200, 1, { no: 0, yes: 1 }]);
  });

  test.each([
    ['further outside', { a: -0.5, b: 1.5 }, 'output out is -0.5 for class no, which is not a probability'],
    ['that do not add up to 1', { a: 0.5, b: 0.75 }, 'output out has probabilities that sum to 1.25, not 1'],
  ])('%s are an error of the model that names the output and the cure', async (_case, row, reason) => {
    const { status, body } = await answerOf('pair', row);
    expect([status, body['code']]).toEqual([500, 'model_output_invalid']);
    expect(body['detail']).toContain(reason);
    expect(body['detail']).toContain('apply softmax or sigmoid');
  });

  test('in golden and reference rows are rounded by the same rule', async () => {
    const golden = [...pair('rounded').golden, [[-1e-6, 1.000001], 'yes']] as const;
    expect(await published({ ...pair('rounded'), golden })).toEqual({ status: 201, reasons: '' });
    expect(repository.has('rounded/1/profile.json')).toBe(true);
  });

  test('are required at publication in the golden rows', async () => {
    const { status, reasons } = await published({
      ...pair('scores'),
      graph: 'exponential',
      golden: [
        [[1, 2], 'yes'],
        [[2, 1], 'no'],
      ],
    });
    expect(status).toBe(400);
    expect(reasons).toMatch(
      /golden row 0: .*output out is 2\.71\d* for class no, which is not a probability/,
    );
    expect(reasons).toContain('apply softmax or sigmoid');
  });

  test('are required at publication in the reference rows', async () => {
    const { 'reference.csv.gz': reference } = toyVersion({
      ...pair('x'),
      golden: [...pair('x').golden, [[3, 4], 'yes']],
    });
    const answer = await publish(app, 'logits', withReference(toyVersion(pair('logits')), reference!));
    expect(answer.status).toBe(400);
    expect(answer.body['detail']).toMatch(/reference row 3: .*output out is 3 for class no/);
  });
});

describe('integer labels', () => {
  const label = { name: 'out', datatype: 'INT64', shape: [-1, 1], role: 'label' };
  const labels = (name: string, classes: string[], golden: ToyVersion['golden'], output: object = label) =>
    published({
      graph: 'whole',
      name,
      datatype: 'INT64',
      features: ['x'],
      outputs: [output],
      classes,
      golden,
    });

  test.each<[string, string[], ToyVersion['golden']]>([
    [
      'three',
      ['1', '2', '3'],
      [
        [[1], '1'],
        [[3], '3'],
      ],
    ],
    [
      'outlier',
      ['-1', '1'],
      [
        [[-1], '-1'],
        [[1], '1'],
      ],
    ],
    [
      'odd',
      ['3', '5', '7'],
      [
        [[3], '3'],
        [[7], '7'],
      ],
    ],
  ])('are classes by their value where the classes are numbers: %s', async (name, classes, golden) => {
    expect(await labels(name, classes, golden)).toEqual({ status: 201, reasons: '' });
    for (const value of classes) {
      expect((await answerOf(name, { x: Number(value) })).body['prediction']).toBe(value);
    }
    const { status, body } = await answerOf(name, { x: 9 });
    expect([status, body['code']]).toEqual([500, 'model_output_invalid']);
    expect(body['detail']).toContain(
      `output out is 9, which is not one of the classes ${classes.join(', ')}`,
    );
  });

  test('are places where the manifest says so', async () => {
    const golden: ToyVersion['golden'] = [
      [[0], '3'],
      [[2], '7'],
    ];
    expect((await labels('placed', ['3', '5', '7'], golden)).status).toBe(400);
    expect(await labels('placed', ['3', '5', '7'], golden, { ...label, labels: 'index' })).toEqual({
      status: 201,
      reasons: '',
    });
    expect((await answerOf('placed', { x: 1 })).body['prediction']).toBe('5');
  });

  test('with two possible meanings are refused until the manifest chooses one', async () => {
    const golden: ToyVersion['golden'] = [
      [[1], '1'],
      [[0], '0'],
    ];
    const { status, reasons } = await labels('swapped', ['1', '0'], golden);
    expect([status, reasons]).toEqual([
      400,
      'manifest.json: outputs.0.labels: must be "value" or "index": label 1 may mean the class 1, or the class at place 1, which is 0',
    ]);
    expect((await labels('swapped', ['1', '0'], golden, { ...label, labels: 'value' })).status).toBe(201);
  });
});

describe('outputs that the manifest does not name', () => {
  const heads = (name: string, output: object): ToyVersion => ({
    graph: 'heads',
    name,
    inputName: 'features',
    features: ['x'],
    outputs: [output],
    classes: ['low', 'high'],
    golden: [
      [[-1], 'low'],
      [[1], 'high'],
    ],
  });

  test('may be of any kind: a label map, half precision, a second head', async () => {
    const label = { name: 'label', datatype: 'BYTES', shape: [-1], role: 'label' };
    expect(await published(heads('labels', label))).toEqual({ status: 201, reasons: '' });
    expect((await answerOf('labels', { x: 5 })).body['prediction']).toBe('high');
    expect(await published(heads('head', { ...probabilities, name: 'scores' }))).toEqual({
      status: 201,
      reasons: '',
    });
    expect((await answerOf('head', { x: 0 })).body['probability']).toBe(0.5);
  });

  test.each([
    ['probabilities', /^output probabilities is a sequence or a map, not a tensor: .*zipmap=False/],
    ['half', /^output half is FP32 in the manifest and FP16 in the graph$/],
  ])('and a named one that cannot be read is refused with the true cause: %s', async (name, reason) => {
    const { status, reasons } = await published(heads('unreadable', { ...probabilities, name }));
    expect([status, reasons]).toEqual([400, expect.stringMatching(reason)]);
  });
});

describe('a regression', () => {
  const value = { name: 'out', datatype: 'FP32', shape: [-1, 1], role: 'value' };
  const regression = (toy: Partial<ToyVersion>): ToyVersion => ({
    graph: 'numbers',
    name: 'targets',
    features: ['a', 'b', 'c'],
    outputs: [value],
    golden: [
      [[1, 2, 3], 1],
      [[4, 5, 6], 4],
    ],
    ...toy,
  });

  test.each<[string, Partial<ToyVersion>, string]>([
    [
      'says so in its manifest',
      { outputs: [{ ...value, shape: [-1, 3] }] },
      'manifest.json: outputs.0.shape: has 3 columns, and a value is one number per row',
    ],
    [
      'says so in its graph',
      {
        graph: 'pairs',
        features: ['a', 'b'],
        golden: [
          [[1, 2], 1],
          [[4, 5], 4],
        ],
      },
      'output out has shape [2,2] for 2 rows, and a value is one number per row',
    ],
    ['says so nowhere', {}, 'output out has shape [2,3] for 2 rows, and a value is one number per row'],
  ])('of several columns is refused where it %s', async (_case, toy, reason) => {
    const { status, reasons } = await published(regression(toy));
    expect(status).toBe(400);
    expect(reasons).toContain(reason);
  });

  test('has at least two golden rows, so that rows are run together', async () => {
    const { status, reasons } = await published(regression({ features: ['a'], golden: [[[1], 1]] }));
    expect([status, reasons]).toEqual([
      400,
      'golden.json: the document: Too small: expected array to have >=2 items',
    ]);
  });

  test('of half precision is refused where the manifest says float32', async () => {
    const { status, reasons } = await published(
      regression({
        graph: 'half',
        features: ['a'],
        golden: [
          [[1], 1],
          [[2], 2],
        ],
      }),
    );
    expect(status).toBe(400);
    expect(reasons).toBe(
      'input in is FP32 in the manifest and FP16 in the graph; output out is FP32 in the manifest and FP16 in the graph',
    );
  });

  test('that takes one row at a time is refused with the true cause', async () => {
    const { status, reasons } = await published(
      regression({
        graph: 'one-row',
        features: ['a'],
        golden: [
          [[1], 1],
          [[2], 2],
        ],
      }),
    );
    expect(status).toBe(400);
    expect(reasons).toMatch(
      /^input in takes exactly 1 row at a time: make 1 the first dimension of its shape/,
    );
  });
});
