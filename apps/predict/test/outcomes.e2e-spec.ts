import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cellsOf, OutcomeCase } from './outcome-case.js';
import type { ToyVersion } from './toy-versions.js';

let toys: OutcomeCase;

beforeAll(async () => {
  toys = await OutcomeCase.start();
});
afterAll(() => toys.close());

describe('an anomaly model', () => {
  const ODD = 'model="odd",version="1"';
  const odd: ToyVersion = {
    graph: 'numbers',
    name: 'odd',
    features: ['a'],
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 1], role: 'scores' }],
    fields: {
      task: 'anomaly',
      classes: undefined,
      positive_class: undefined,
      threshold: -0.5,
      anomaly_if: 'below',
      f1_average: 'binary',
      metrics: undefined,
    },
    golden: [
      [[0.25], 'normal'],
      [[-0.5], 'anomaly'],
    ],
  };
  beforeAll(() => toys.publish(odd));

  test('compares the score of a row with the threshold', async () => {
    expect((await toys.predict('odd', { a: -0.75 })).body).toMatchObject({
      prediction: 'anomaly',
      score: -0.75,
    });
    expect((await toys.predict('odd', { a: -0.25 })).body).toMatchObject({
      prediction: 'normal',
      score: -0.25,
    });
  });

  test('has the quality of a binary model', async () => {
    for (const [a, actual] of [
      [-0.75, 'anomaly'],
      [-0.75, 'normal'],
      [0, 'normal'],
      [0, 'anomaly'],
      [-1, 'anomaly'],
    ] as const) {
      expect((await toys.label('odd', { a }, actual)).status).toBe(200);
    }
    expect(await toys.quality('odd', 5)).toMatchObject({
      task: 'anomaly',
      accuracy: 0.6,
      f1: expect.closeTo(2 / 3, 12),
    });
    expect(await toys.gauge(`prediction_f1_score{${ODD}}`)).toBeCloseTo(2 / 3, 12);
    expect(await toys.report('odd')).toContain('Confusion matrix');
  });
});

describe('an output of one number per row', () => {
  const binary = (name: string, role: string, golden: ToyVersion['golden']): ToyVersion => ({
    graph: 'numbers',
    name,
    features: ['a'],
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 1], role }],
    classes: ['no', 'yes'],
    golden,
  });

  test('is the probability of the positive class', async () => {
    await toys.publish(
      binary('chance', 'probability', [
        [[0.25], 'no'],
        [[0.5], 'yes'],
      ]),
    );
    expect((await toys.predict('chance', { a: 0.75 })).body).toMatchObject({
      prediction: 'yes',
      probability: 0.75,
      probabilities: { no: 0.25, yes: 0.75 },
    });
    const { status, body } = await toys.app.post('/models/chance/versions/1/predict', { a: 1.5 });
    expect([status, body['code']]).toEqual([500, 'model_output_invalid']);
  });

  test('or its logit', async () => {
    await toys.publish(
      binary('margin', 'logits', [
        [[-1], 'no'],
        [[1], 'yes'],
      ]),
    );
    const { prediction, probability } = (await toys.predict('margin', { a: Math.log(3) })).body;
    expect([prediction, probability]).toEqual(['yes', expect.closeTo(0.75, 6)]);
  });
});

describe('an actual class that the model does not know', () => {
  test('is kept, counts as wrong and is named as such', async () => {
    const one = { name: 'out', datatype: 'FP32', shape: [-1, 2], role: 'logits' };
    await toys.publish({
      graph: 'pairs',
      name: 'pet',
      features: ['a', 'b'],
      outputs: [one],
      classes: ['0', '1'],
      golden: [
        [[0, 1], 1],
        [[1, 0], 0],
      ],
    });
    const rows = [];
    for (const actual of ['1', 1, '1.0', true, 'fox'])
      rows.push((await toys.label('pet', { a: 0, b: 1 }, actual)).body);
    expect(rows.map(({ actual, unknown_class: unknown }) => [actual, unknown])).toEqual([
      ['1', undefined],
      ['1', undefined],
      ['1', undefined],
      ['1', undefined],
      ['fox', true],
    ]);
    expect(await toys.quality('pet', 5)).toMatchObject({
      accuracy: 0.8,
      f1: expect.closeTo(8 / 9, 12),
      classes: [{ name: '0' }, { name: '1' }, { name: '__other__', support: 1, recall: 0 }],
      confusion: [
        [0, 0, 0],
        [0, 4, 0],
        [0, 1, 0],
      ],
    });
    const pet = 'model="pet",version="1"';
    expect(await toys.app.metric(`prediction_outcomes_total{${pet},class="__other__",outcome="fn"}`)).toBe(1);
    expect(await toys.gauge(`prediction_f1_score{${pet}}`)).toBeCloseTo(8 / 9, 12);
    expect(cellsOf(await toys.report('pet'), 'Quality by class')).toContain('__other__');
  });
});
