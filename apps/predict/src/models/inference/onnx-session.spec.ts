import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { toyModels, zipMapModel } from '../../../test/toy-models.js';
import { OnnxSession } from './onnx-session.js';
import type { Tensors } from '../tensors/index.js';

const rows = (...values: number[][]): Tensors => ({
  features: { datatype: 'FP32', shape: [values.length, 4], data: new Float32Array(values.flat()) },
});

describe('OnnxSession', () => {
  let session: OnnxSession;
  beforeEach(async () => {
    session = await OnnxSession.open(join(toyModels, 'rent/1/model.onnx'));
  });
  afterEach(() => session.close());

  test('has the names, types and shapes of the graph', () => {
    expect(session.inputs).toEqual([{ name: 'features', datatype: 'FP32', shape: [-1, 4] }]);
    expect(session.outputs).toEqual([{ name: 'rent', datatype: 'FP32', shape: [-1, 1] }]);
  });

  test('computes the requested outputs', async () => {
    expect(await session.run(rows([40, 2, 1, 1], [1, 1, 0, 0]), ['rent'])).toEqual({
      rent: { datatype: 'FP32', shape: [2, 1], data: new Float32Array([890, 92]) },
    });
  });

  test('does not mix the results of concurrent runs', async () => {
    const runs = Array.from({ length: 50 }, (_, area) => session.run(rows([area, 0, 0, 0]), ['rent']));
    const rents = (await Promise.all(runs)).map(({ rent }) => rent?.data[0]);
    expect(rents).toEqual(Array.from({ length: 50 }, (_, area) => 50 + 12 * area));
  });
});

test('an output that is not a tensor has no datatype', async () => {
  const session = await OnnxSession.open(join(zipMapModel, '1/model.onnx'));
  expect(session.outputs).toEqual([
    { name: 'label', datatype: 'BYTES', shape: [-1] },
    { name: 'probabilities', datatype: undefined, shape: [] },
  ]);
  await session.close();
});
