import { describe, expect, test } from '@jest/globals';
import { anomaly } from '../tasks/anomaly.js';
import type { RowPrediction } from '../forms/index.js';
import type { ModelOutput, RoleName } from './output.schema.js';
import type { OutputUse } from './output-role.js';
import { outputRoles } from './registry.js';

const decide = (numbers: number[]): RowPrediction => ({ prediction: 'decided', probabilities: numbers });
const classes: OutputUse = { names: ['no', 'maybe', 'yes'], decide };
const binary: OutputUse = { names: ['yes', 'no'], positive: 0, decide };
const labels: OutputUse = { names: ['smile', 'hat'], independent: true, decide };

/** What the role makes of one row. */
function read(role: RoleName, use: OutputUse, numbers: readonly number[]): RowPrediction | string {
  const output: ModelOutput = { name: 'out', datatype: 'FP64', shape: [-1, numbers.length], role };
  return outputRoles[role].reader(output, use)(new Float64Array(numbers), 0, numbers.length);
}

/** scipy.special.softmax and expit of these numbers. */
describe('logits', () => {
  test.each<[string, OutputUse, number[], number[]]>([
    [
      'of classes by softmax',
      classes,
      [1, 2, 3],
      [0.09003057317038046, 0.24472847105479764, 0.6652409557748218],
    ],
    ['of classes without overflow', classes, [1000, 0, -1000], [1, 0, 0]],
    ['of labels by sigmoid', labels, [-1, 800], [0.2689414213699951, 1]],
    ['of the positive class by sigmoid', binary, [-800], [0, 1]],
    ['of two classes by softmax', binary, [0, Math.log(3)], [0.25, 0.75]],
  ])('%s become probabilities', (_case, use, numbers, expected) => {
    const probabilities = expected.map((number): unknown => expect.closeTo(number, 12));
    expect(read('logits', use, numbers)).toEqual({ prediction: 'decided', probabilities });
  });

  test('that are no finite numbers are an error', () => {
    expect(read('logits', classes, [1, NaN, 2])).toBe('is NaN, which is not a finite number');
  });
});

test('the probability of the positive class gives that of the other one', () => {
  expect(read('probability', binary, [0.25])).toMatchObject({ probabilities: [0.25, 0.75] });
  expect(read('probability', binary, [1.000001])).toMatchObject({ probabilities: [1, 0] });
  expect(read('probability', binary, [1.5])).toContain('is 1.5 for');
});

test('probabilities of labels need not sum to 1, those of classes do', () => {
  expect(read('probabilities', labels, [0.75, 0.75])).toMatchObject({ probabilities: [0.75, 0.75] });
  expect(read('probabilities', classes, [0.75, 0.75, 0])).toContain('sum to 1.5, not 1');
  expect(read('probabilities', labels, [0.5, 1.5])).toContain('is 1.5 for label hat');
});

test.each([
  ['above', 2, ['normal', 'anomaly', 'anomaly']],
  ['below', 2, ['anomaly', 'anomaly', 'normal']],
] as const)('a score %s the threshold, or on it, is anomalous', (anomaly_if, threshold, expected) => {
  const use = anomaly.use({
    task: 'anomaly',
    classes: ['normal', 'anomaly'],
    positive_class: 'anomaly',
    threshold,
    anomaly_if,
    f1_average: 'binary',
  });
  const answers = [1, 2, 3].map((score) => read('scores', use, [score]));
  expect(answers).toEqual(expected.map((prediction, row) => ({ prediction, scores: [row + 1] })));
});
