import { expect, test } from '@jest/globals';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import type { TensorSignature } from './inference-backend.js';
import { type Manifest, manifestSchema } from '../manifest/index.js';
import { checkSignature } from './signature-check.js';

const manifest: Manifest = manifestSchema.parse(readVersionFile(toyModels, 'rent/1', 'manifest.json'));
const inputs: TensorSignature[] = [{ name: 'features', datatype: 'FP32', shape: [-1, 4] }];
const outputs: TensorSignature[] = [{ name: 'rent', datatype: 'FP32', shape: [-1, 1] }];

const map: TensorSignature = { name: 'map', shape: [] };
const half: TensorSignature = { name: 'half', unsupportedType: 'bfloat16', shape: [-1, 1] };

test.each<[string, Partial<{ inputs: TensorSignature[]; outputs: TensorSignature[] }>]>([
  ['the same', {}],
  [
    'open where the manifest fixes columns',
    { inputs: [{ name: 'features', datatype: 'FP32', shape: [-1, -1] }] },
  ],
  ['rich in outputs that the manifest does not name', { outputs: [...outputs, map, half] }],
  ['silent about the shape of an output', { outputs: [{ name: 'rent', datatype: 'FP32', shape: [] }] }],
])('a graph may be %s', (_, graph) => {
  expect(checkSignature(manifest, { inputs, outputs, ...graph })).toEqual([]);
});

test.each<[string, Partial<{ inputs: TensorSignature[]; outputs: TensorSignature[] }>, string]>([
  ['lacks an input', { inputs: [] }, 'input features of the manifest is not in the graph'],
  [
    'has one more input',
    { inputs: [...inputs, { name: 'more', datatype: 'FP32', shape: [-1, 1] }] },
    'input more of the graph is not in the manifest',
  ],
  [
    'has another type',
    { inputs: [{ name: 'features', datatype: 'FP64', shape: [-1, 4] }] },
    'input features is FP32 in the manifest and FP64 in the graph',
  ],
  [
    'has another number of columns',
    { inputs: [{ name: 'features', datatype: 'FP32', shape: [-1, 5] }] },
    'input features has shape [-1,4] in the manifest and [-1,5] in the graph',
  ],
  [
    'has another number of dimensions',
    { outputs: [{ name: 'rent', datatype: 'FP32', shape: [-1] }] },
    'output rent has shape [-1,1] in the manifest and [-1] in the graph',
  ],
  [
    'takes a fixed number of rows',
    { inputs: [{ name: 'features', datatype: 'FP32', shape: [1, 4] }] },
    'input features takes exactly 1 row at a time: make 1 the first dimension of its shape in the manifest, ' +
      'or export the graph with a free first dimension ' +
      '(None in skl2onnx, dynamic_axes in PyTorch)',
  ],
  [
    'answers a fixed number of rows',
    { outputs: [{ name: 'rent', datatype: 'FP32', shape: [8, 1] }] },
    'output rent has exactly 8 rows at a time: export the graph with a free first dimension ' +
      '(None in skl2onnx, dynamic_axes in PyTorch)',
  ],
  [
    'takes brain floats',
    { inputs: [{ ...half, name: 'features' }] },
    'input features is bfloat16, which is not supported: keep the inputs and outputs of the graph float32 ' +
      '(keep_io_types=True in onnxconverter-common)',
  ],
  [
    'takes a sequence',
    { inputs: [{ ...map, name: 'features' }] },
    'input features is a sequence or a map, not a tensor',
  ],
  [
    'answers a label map',
    { outputs: [{ ...map, name: 'rent' }] },
    'output rent is a sequence or a map, not a tensor: export scikit-learn classifiers with zipmap=False, ' +
      'so that probabilities are a tensor',
  ],
])('a graph is refused that %s', (_, graph, problem) => {
  expect(checkSignature(manifest, { inputs, outputs, ...graph })).toEqual([problem]);
});
