import { describe, expect, test } from '@jest/globals';
import type { Cell } from '../rows/index.js';
import { guessTask } from './guess-task.js';
import { Guesses } from './guesses.js';
import type { SampledOutput } from './sampled-output.js';
import type { TaskOptions } from './task-draft.js';

function output(name: string, datatype: string, rows: readonly (readonly unknown[])[]): SampledOutput {
  const columns = rows[0]?.length ?? 1;
  const shape = [rows.length, columns];
  return { output: { name, datatype, shape: [-1, columns] }, sample: { datatype, shape, data: rows.flat() } };
}

async function guess(
  outputs: readonly SampledOutput[],
  targets: Readonly<Record<string, readonly Cell[]>>,
  options: Partial<TaskOptions> = {},
  classes?: readonly string[],
) {
  const columns = Object.entries(targets).map(([name, cells]) => ({ name, cells }));
  const guesses = new Guesses(undefined);
  const task = await guessTask(
    { outputs, target: { columns }, classes },
    { output: {}, ...options },
    guesses,
  );
  return { ...task, roles: task.outputs.map(({ name, role }) => `${name} ${role}`) };
}

const SHARES = [
  [0.2, 0.8],
  [0.7, 0.3],
];

describe('guessTask', () => {
  test('shares that sum to 1 are probabilities, and come before a label', async () => {
    const outputs = [output('label', 'INT64', [[1n], [0n]]), output('p', 'FP32', SHARES)];
    expect(await guess(outputs, { churn: ['yes', 'no'] })).toMatchObject({
      task: 'binary',
      classes: ['no', 'yes'],
      positive_class: 'yes',
      roles: ['p probabilities'],
    });
  });

  test('a label comes before scores that are no probabilities', async () => {
    const outputs = [
      output('label', 'INT64', [[3n], [5n], [7n]]),
      output('scores', 'FP32', [[2.1, -1, 0.5]]),
    ];
    expect(await guess(outputs, { kind: [3, 5, 7] })).toMatchObject({
      task: 'multiclass',
      classes: ['3', '5', '7'],
      roles: ['label label'],
    });
  });

  test('classes that the graph numbers are the sorted values of the target', async () => {
    const outputs = [output('label', 'INT64', [[1n], [0n]]), output('scores', 'FP32', [[7], [-8]])];
    const guessed = await guess(outputs, { team: ['sales', 'billing'] }, {}, ['0', '1']);
    expect(guessed).toMatchObject({ classes: ['billing', 'sales'], roles: ['label label'] });
    expect(await guess(outputs, { team: [1, 0] }, {}, ['0', '1'])).toMatchObject({ classes: ['0', '1'] });
  });

  test.each([
    ['between 0 and 1', [[0.2], [0.9]], 'probability'],
    ['of any size', [[-2], [4]], 'logits'],
  ])('one number per row %s for two classes', async (_, rows, role) => {
    const guessed = await guess([output('out', 'FP32', rows)], { clicked: [0, 1] });
    expect(guessed).toMatchObject({ task: 'binary', positive_class: '1', roles: [`out ${role}`] });
  });

  test('one number per row and a target of many numbers is a regression', async () => {
    const guessed = await guess([output('out', 'FP32', [[1.5], [2], [7]])], { price: [1, 2.5, 7] });
    expect(guessed).toMatchObject({ task: 'regression', classes: null, roles: ['out value'] });
  });

  test('several columns of numbers are several targets', async () => {
    const guessed = await guess([output('out', 'FP32', SHARES)], { x: [1, 2.5], y: [3, 4] });
    expect(guessed).toMatchObject({ task: 'regression', targets: ['x', 'y'], roles: ['out values'] });
  });

  test('several columns of 0 and 1, or lists of texts, are labels', async () => {
    const labels = { task: 'multilabel', classes: ['hat', 'smile'], roles: ['out probabilities'] };
    expect(
      await guess([output('out', 'FP32', [[0.9, 0.9]])], { hat: [1, 0], smile: [true, true] }),
    ).toMatchObject(labels);
    expect(
      await guess([output('out', 'FP32', [[0.9, 0.9]])], { tags: [['smile'], ['hat', 'smile']] }),
    ).toMatchObject(labels);
  });

  test('labels of -1 and 1 are those of a detector of outliers', async () => {
    const guessed = await guess([output('label', 'INT64', [[1n], [-1n]])], { state: [1, -1] });
    expect(guessed).toMatchObject({ task: 'anomaly', classes: ['1', '-1'], positive_class: '-1' });
  });

  test('the threshold of a score marks as many rows as the target does', async () => {
    const scores = output('error', 'FP32', [[0.1], [9], [0.2], [0.3]]);
    const guessed = await guess([scores], { state: ['ok', 'odd', 'ok', 'ok'] }, { task: 'anomaly' });
    expect(guessed).toMatchObject({ anomaly_if: 'above', positive_class: 'odd', threshold: (9 + 0.3) / 2 });
  });

  test('an output that is named like an embedding is kept as one', async () => {
    const guessed = await guess([output('p', 'FP32', SHARES), output('embedding', 'FP32', [[1, 2, 3]])], {
      a: ['x', 'y'],
    });
    expect(guessed.roles).toEqual(['p probabilities', 'embedding embedding']);
  });

  test.each([
    [
      { classes: ['a', 'b', 'c'] },
      'The graph gives 2 probabilities per row, and --classes names 3 (a, b, c).',
    ],
    [{}, 'The graph gives 2 probabilities per row, and kind has 3 values (a, b, c).'],
  ])('names the classes when their number differs: %j', async (options, message) => {
    await expect(guess([output('p', 'FP32', SHARES)], { kind: ['a', 'b', 'c'] }, options)).rejects.toThrow(
      message,
    );
  });

  test('rows of one class do not make a model of three binary', async () => {
    const shares = [[0.2, 0.5, 0.3]];
    const guessed = await guess([output('p', 'FP32', shares)], { kind: ['b', 'b'] }, {}, ['a', 'b', 'c']);
    expect(guessed).toMatchObject({ task: 'multiclass', classes: ['a', 'b', 'c'] });
  });
});
