import { describe, expect, test } from '@jest/globals';
import { readVersionFile, toyModels } from '../../test/toy-models.js';
import { manifestSchema, type Manifest } from '../models/manifest.schema.js';
import { InferenceFailed } from './inference.errors.js';
import { createOutcomeDecoder } from './outcome-decoder.js';
import type { TensorData } from './tensor.js';

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

function decode(manifest: Manifest, output: string, data: TensorData, row = 0) {
  return createOutcomeDecoder(manifest).decode({ [output]: { datatype: 'FP32', shape: [], data } }, row);
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

  test('a label that counts classes is the class at that place', () => {
    expect(decode(manifestOf('parity/1'), 'label', new BigInt64Array([0n, 1n]), 1)).toEqual({
      prediction: 'odd',
    });
  });

  test('a label of text is the class', () => {
    expect(decode(manifestOf('greeting/1'), 'label', ['arrival'])).toEqual({ prediction: 'arrival' });
  });
});

describe('multiclass', () => {
  test('the class of the largest probability is predicted, the first of equals', () => {
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

describe('an output that the manifest does not promise fails', () => {
  test.each<[string, Manifest, string, TensorData]>([
    ['NaN as a value', manifestOf('rent/1'), 'rent', new Float32Array([Number.NaN])],
    ['an infinite value', manifestOf('rent/1'), 'rent', new Float32Array([Infinity])],
    ['no value', manifestOf('rent/1'), 'rent', new Float32Array()],
    ['NaN as a probability', risk, 'p', new Float32Array([Number.NaN, 1])],
    ['too few probabilities', risk, 'p', new Float32Array([1])],
    ['a negative probability', risk, 'p', new Float32Array([-0.1, 1.1])],
    ['a label that is no class', manifestOf('greeting/1'), 'label', ['neither']],
    ['a label past the last class', manifestOf('parity/1'), 'label', new BigInt64Array([2n])],
    ['no label', manifestOf('parity/1'), 'label', new BigInt64Array()],
  ])('%s', (_, manifest, output, data) => {
    expect(() => decode(manifest, output, data)).toThrow(InferenceFailed);
  });
});
