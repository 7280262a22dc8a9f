import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cellsOf, OutcomeCase } from './outcome-case.js';
import type { ToyVersion } from './toy-versions.js';
import { until } from '../../../test/until.js';

let toys: OutcomeCase;

beforeAll(async () => {
  toys = await OutcomeCase.start();
});
afterAll(() => toys.close());

describe('a model of several labels', () => {
  const FACE = 'model="face",version="1"';
  const face: ToyVersion = {
    graph: 'embedded',
    name: 'face',
    features: ['a', 'b'],
    outputs: [
      { name: 'out', datatype: 'FP32', shape: [-1, 2], role: 'probabilities' },
      { name: 'embedding', datatype: 'FP32', shape: [-1, 4], role: 'embedding' },
    ],
    classes: ['smile', 'hat'],
    fields: {
      task: 'multilabel',
      thresholds: [0.5, 0.25],
      positive_class: null,
      threshold: null,
      f1_average: 'macro',
    },
    golden: [
      [[0.75, 0.125], ['smile']],
      [[0.25, 0.25], ['hat']],
      [[0.25, 0.125], []],
    ],
  };
  beforeAll(() => toys.publish(face));

  test('answers the labels whose probabilities reach their thresholds', async () => {
    expect((await toys.predict('face', { a: 0.75, b: 0.25 })).body).toMatchObject({
      prediction: ['smile', 'hat'],
      probabilities: { smile: 0.75, hat: 0.25 },
    });
    expect((await toys.predict('face', { a: 0.25, b: 0.125 })).body).toMatchObject({ prediction: [] });
    expect((await toys.predict('face', { a: 0.25, b: 0.125 })).body).not.toHaveProperty('probability');
  });

  test('logs labels, probabilities and embedding', async () => {
    const {
      body: { prediction_id },
    } = await toys.predict('face', { a: 0.75, b: 0.25 });
    await toys.app.post('/feedback', { prediction_id, actual: {} });
    const [row] = await until(async () => {
      const { rows } = await toys.database.pool.query('SELECT * FROM predict.predictions WHERE id = $1', [
        prediction_id,
      ]);
      return rows.length > 0 && rows;
    });
    expect(row).toMatchObject({
      prediction: '[1,1]',
      probabilities: [0.75, 0.25],
      embedding: [0.75, 0.25, -0.75, -0.25],
    });
  });

  test('counts each label of each prediction', async () => {
    const present = `label_predictions_total{${FACE},attribute="hat",value="1"}`;
    const [before, absent] = [
      await toys.app.metric(present),
      `label_predictions_total{${FACE},attribute="smile",value="0"}`,
    ];
    const absentBefore = await toys.app.metric(absent);
    await toys.predict('face', { a: 0.25, b: 0.5 });
    expect(await toys.app.metric(present)).toBe(before! + 1);
    expect(await toys.app.metric(absent)).toBe(absentBefore! + 1);
  });

  test('names what is wrong with feedback', async () => {
    const wrong = [['beard'], { beard: true }, { smile: 2 }, {}, 'smile'];
    const messages = await toys.refusals('face', { a: 0.25, b: 0.125 }, wrong);
    const object = 'must be the list of the labels, or an object with true or false for some labels';
    expect(messages).toEqual([
      [400, 'names "beard", which is not one of the labels smile, hat'],
      [400, 'names "beard", which is not one of the labels smile, hat'],
      [400, 'must have true or false for "smile"'],
      [400, object],
      [400, object],
    ]);
  });

  test('has the quality that scikit-learn computes, by label and together', async () => {
    const {
      body: { prediction_id },
    } = await toys.predict('face', { a: 0.25, b: 0.125 });
    const partly = await toys.app.post('/feedback', { prediction_id, actual: { smile: true } });
    expect(partly.body).toMatchObject({ status: 'recorded', actual: { smile: true } });
    const rest = await toys.app.post('/feedback', { prediction_id, actual: { hat: false } });
    expect(rest.body).toMatchObject({ status: 'corrected', actual: ['smile'] });
    expect((await toys.app.post('/feedback', { prediction_id, actual: { hat: false } })).body).toMatchObject({
      status: 'unchanged',
    });
    const rows: [features: object, actual: unknown][] = [
      [{ a: 0.75, b: 0.125 }, ['smile']],
      [{ a: 0.75, b: 0.25 }, ['hat']],
      [{ a: 0.25, b: 0.25 }, []],
    ];
    for (const [features, actual] of rows) {
      expect(await toys.label('face', features, actual)).toMatchObject({
        status: 200,
        body: { status: 'recorded', actual },
      });
    }
    expect(await toys.quality('face', 4)).toMatchObject({
      task: 'multilabel',
      f1: expect.closeTo(SKLEARN.f1, 12),
      precision: 0.5,
      recall: 0.75,
      subset_accuracy: 0.25,
      hamming_loss: 0.5 - 1 / 8,
      labels: [
        { name: 'smile', rows: 4, support: 2, accuracy: 0.5, precision: 0.5, recall: 0.5, f1: 0.5 },
        {
          name: 'hat',
          rows: 4,
          support: 1,
          accuracy: 0.75,
          precision: 0.5,
          recall: 1,
          f1: expect.closeTo(2 / 3, 12),
        },
      ],
    });
    expect(await toys.gauge(`model_accuracy{${FACE},attribute="hat"}`)).toBe(0.75);
    expect(await toys.gauge(`prediction_f1_score{${FACE}}`)).toBeCloseTo(SKLEARN.f1, 12);
    expect(await toys.app.metric(`prediction_outcomes_total{${FACE},class="hat",outcome="fp"}`)).toBe(1);
    expect(cellsOf(await toys.report('face'), 'Quality by label')).toContain('hat');
  });
});

describe('a regression of several targets', () => {
  const PLACE = 'model="place",version="1"';
  const place: ToyVersion = {
    graph: 'pairs',
    name: 'place',
    features: ['a', 'b'],
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 2], role: 'values' }],
    fields: { targets: ['x', 'y'] },
    golden: [
      [[1, 2], { x: 1, y: 2 }],
      [[3, 4], { x: 3, y: 4 }],
    ],
  };
  beforeAll(() => toys.publish(place));

  test('answers a number for each target', async () => {
    expect((await toys.predict('place', { a: 1.5, b: -2 })).body).toMatchObject({
      prediction: { x: 1.5, y: -2 },
    });
  });

  test('names what is wrong with feedback', async () => {
    const messages = await toys.refusals('place', { a: 1, b: 2 }, [3, { z: 1 }, { x: true }, {}]);
    expect(messages).toEqual([
      [400, 'must be an object with a number for x, y, or for some of them'],
      [400, 'names "z", which is not one of the targets x, y'],
      [400, 'must have a finite number for x'],
      [400, 'must be an object with a number for x, y, or for some of them'],
    ]);
  });

  test('has the errors that scikit-learn computes, by target and as means', async () => {
    const {
      body: { prediction_id },
    } = await toys.predict('place', { a: 5, b: 40 });
    await toys.app.post('/feedback', { prediction_id, actual: { x: 4 } });
    const { body } = await toys.app.post('/feedback', { prediction_id, actual: { y: 45 } });
    expect(body).toMatchObject({ status: 'corrected', prediction: { x: 5, y: 40 }, actual: { x: 4, y: 45 } });
    const rows = [
      [
        { a: 1.5, b: 12 },
        { x: 1, y: 10 },
      ],
      [
        { a: 2, b: 19 },
        { x: 2, y: 20 },
      ],
      [
        { a: 2, b: 30 },
        { x: 3, y: 30 },
      ],
    ] as const;
    for (const [features, actual] of rows)
      expect((await toys.label('place', features, actual)).status).toBe(200);
    expect(await toys.quality('place', 4)).toMatchObject({
      task: 'regression',
      mean_absolute_error: 1.3125,
      root_mean_squared_error: expect.closeTo(1.7443063937629153, 12),
      r2: expect.closeTo(0.752570093457944, 12),
      mean_error: null,
      targets: [
        {
          name: 'x',
          rows: 4,
          mean_absolute_error: 0.625,
          root_mean_squared_error: 0.75,
          r2: expect.closeTo(0.55, 12),
        },
        {
          name: 'y',
          rows: 4,
          mean_absolute_error: 2,
          root_mean_squared_error: expect.closeTo(2.73861279, 8),
        },
      ],
    });
    expect(await toys.gauge(`prediction_error{${PLACE}}`)).toBe(1.3125);
    expect(await toys.app.metric(`prediction_target_error{${PLACE},target="y"}`)).toBe(2);
    expect(cellsOf(await toys.report('place'), 'Errors by target')).toContain('y');
  });
});

/** scikit-learn's `precision_recall_fscore_support(average="macro")` of the four rows. */
const SKLEARN = { f1: (0.5 + 2 / 3) / 2 };
