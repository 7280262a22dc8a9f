import { describe, expect, test } from '@jest/globals';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { type Manifest, manifestSchema } from '../manifest/index.js';
import { ModelOutputInvalid } from './inference.errors.js';
import { createPredictionDecoder } from './prediction-decoder.js';
import type { TensorData } from '../tensors/index.js';

const manifestOf = (version: string): Manifest =>
  manifestSchema.parse(readVersionFile(toyModels, version, 'manifest.json'));

/** A binary model with probabilities, made of the one with labels. */
const risk = {
  ...manifestOf('parity/1'),
  classes: ['ill', 'well'],
  positive_class: 'ill',
  threshold: 0.3,
  outputs: [{ name: 'p', datatype: 'FP32', shape: [-1, 2], role: 'probabilities' }],
} as Manifest;

/** The outcome of one row of an output that has as many columns as its manifest says. */
function decode(manifest: Manifest, output: string, data: TensorData, row = 0) {
  const columns = manifest.outputs.find(({ name }) => name === output)?.shape[1] ?? 1;
  return read(manifest, output, data, [data.length / columns, columns])(row);
}

/** Reads an output of this shape; as many rows were run as the data have. */
function read(
  manifest: Manifest,
  output: string,
  data: TensorData,
  shape: number[],
  rows = shape[0] as number,
) {
  const tensors = { [output]: { datatype: 'FP32', shape, data } } as const;
  return createPredictionDecoder(manifest).read(tensors, rows);
}

describe('binary', () => {
  test('the positive class is predicted from its threshold on, whatever its place', () => {
    expect(decode(risk, 'p', new Float64Array([0.3, 0.7]))).toEqual({
      prediction: 'ill',
      probability: 0.3,
      probabilities: [0.3, 0.7],
    });
  });

  test('below the threshold the other class is predicted, with its own probability', () => {
    expect(decode(risk, 'p', new Float64Array([0.29, 0.71]))).toMatchObject({
      prediction: 'well',
      probability: 0.71,
    });
  });

  test('a label that is a place means the class at that place', () => {
    expect(decode(manifestOf('parity/1'), 'label', new BigInt64Array([0n, 1n]), 1)).toEqual({
      prediction: 'odd',
    });
  });

  test('a label of text is the class', () => {
    expect(decode(manifestOf('greeting/1'), 'label', ['arrival'])).toEqual({ prediction: 'arrival' });
  });
});

describe('multiclass', () => {
  test('the class with the largest probability is predicted, the first one of equals', () => {
    const data = new Float64Array([1, 0, 0, 0.25, 0.375, 0.375]);
    expect(decode(manifestOf('mood/1'), 'probabilities', data, 1)).toEqual({
      prediction: 'sad',
      probability: 0.375,
      probabilities: [0.25, 0.375, 0.375],
    });
  });
});

describe('regression', () => {
  test('the number is the prediction', () => {
    expect(decode(manifestOf('rent/1'), 'rent', new Float32Array([1, 2.5]), 1)).toEqual({ prediction: 2.5 });
  });
});

describe('rounded probabilities', () => {
  test.each([
    ['within 1e-5 of 0 to 1 are clipped', [-1.2e-7, 1.000_000_1], [0, 1]],
    ['at the edge of it as well', [1.000_009_9, -0.000_009_9], [1, 0]],
    ['so that they sum to 1 within 1e-3 are taken as they are', [0.3, 0.7009], [0.3, 0.7009]],
  ])('%s', (_, given, taken) => {
    expect(decode(risk, 'p', new Float64Array(given)).probabilities).toEqual(taken);
  });
});

describe('a label', () => {
  const labels = (classes: string[], output: object) =>
    ({
      ...manifestOf('parity/1'),
      classes,
      outputs: [{ name: 'label', datatype: 'INT64', shape: [-1], role: 'label', ...output }],
    }) as Manifest;

  test.each<[string, string[], object, TensorData, string]>([
    ['is read by value of classes that are numbers', ['1', '2', '3'], {}, new BigInt64Array([3n]), '3'],
    ['may be negative', ['-1', '1'], {}, new BigInt64Array([-1n]), '-1'],
    ['may have fractions', ['0.1', '0.25'], { datatype: 'FP32' }, new Float32Array([0.1]), '0.1'],
    ['is a whole number of any datatype', ['3', '5'], { datatype: 'FP32' }, new Float32Array([5]), '5'],
    [
      'is exact',
      ['9007199254740992', '9007199254740993'],
      {},
      new BigInt64Array([9007199254740993n]),
      '9007199254740993',
    ],
    [
      'is read by place where the manifest says so',
      ['1', '2', '3'],
      { labels: 'index' },
      new BigInt64Array([0n]),
      '1',
    ],
    [
      'is read by value where the manifest says so',
      ['1', '0'],
      { labels: 'value' },
      new BigInt64Array([0n]),
      '0',
    ],
    ['is read by place of classes that are words', ['no', 'yes'], {}, new BigInt64Array([1n]), 'yes'],
  ])('%s', (_, classes, output, data, prediction) => {
    expect(decode(labels(classes, output), 'label', data)).toEqual({ prediction });
  });

  test.each<[string, string[], object, TensorData]>([
    ['no class by value', ['1', '2', '3'], {}, new BigInt64Array([0n])],
    ['no class by place', ['1', '2'], { labels: 'index' }, new BigInt64Array([2n])],
    ['a negative place', ['no', 'yes'], {}, new BigInt64Array([-1n])],
    ['half a place', ['no', 'yes'], { datatype: 'FP32' }, new Float32Array([0.5])],
  ])('that is %s fails', (_, classes, output, data) => {
    expect(() => decode(labels(classes, output), 'label', data)).toThrow(/which is not one of the classes/);
  });
});

test('a message lists at most twenty classes', () => {
  const classes = Array.from({ length: 1000 }, (_, place) => `class ${place}`);
  const manifest = { ...manifestOf('greeting/1'), classes } as Manifest;
  expect(() => decode(manifest, 'label', ['neither'])).toThrow(/ class 18, class 19 and 980 more\.$/);
});

describe('an output that breaks the manifest fails and is named', () => {
  test.each<[string, Manifest, string, TensorData, string]>([
    ['NaN as a value', manifestOf('rent/1'), 'rent', new Float32Array([Number.NaN]), 'is NaN'],
    ['an infinite value', manifestOf('rent/1'), 'rent', new Float32Array([Infinity]), 'is Infinity'],
    ['NaN as a probability', risk, 'p', new Float32Array([Number.NaN, 1]), 'is NaN for class ill'],
    ['a negative probability', risk, 'p', new Float32Array([-0.5, 1.5]), 'is -0.5 for class ill'],
    ['more than rounding', risk, 'p', new Float64Array([1.000_02, 0]), 'is 1.00002 for class ill'],
    ['a score', risk, 'p', new Float64Array([0.5, 20_486.8]), 'is 20486.8 for class well'],
    [
      'a sum of more than 1',
      risk,
      'p',
      new Float64Array([0.5, 0.502]),
      'has probabilities that sum to 1.002, not 1',
    ],
    [
      'a sum of less than 1',
      risk,
      'p',
      new Float64Array([0, 0.9]),
      'has probabilities that sum to 0.9, not 1',
    ],
    ['a label that is no class', manifestOf('greeting/1'), 'label', ['neither'], 'is neither'],
  ])('%s', (_, manifest, output, data, reason) => {
    expect(() => decode(manifest, output, data)).toThrow(ModelOutputInvalid);
    expect(() => decode(manifest, output, data)).toThrow(`output ${output} ${reason}`);
  });

  test.each<[string, Manifest, string, number[], number]>([
    ['several values per row', manifestOf('rent/1'), 'rent', [2, 3], 2],
    ['all rows in one', manifestOf('rent/1'), 'rent', [1, 2], 2],
    ['one row for all', manifestOf('rent/1'), 'rent', [1, 1], 2],
    ['no value', manifestOf('rent/1'), 'rent', [0, 1], 1],
    ['a single number', manifestOf('rent/1'), 'rent', [], 1],
    ['too few probabilities', risk, 'p', [1, 1], 1],
    ['as many classes as rows', risk, 'p', [2], 2],
    ['several labels per row', manifestOf('parity/1'), 'label', [2, 2], 2],
  ])('for its shape: %s', (_, manifest, output, shape, rows) => {
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    const run = () => read(manifest, output, data, shape, rows);
    expect(run).toThrow(ModelOutputInvalid);
    expect(run).toThrow(`output ${output} has shape ${JSON.stringify(shape)} for ${rows} rows, and `);
  });
});
