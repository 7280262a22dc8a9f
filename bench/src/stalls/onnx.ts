import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type GraphProtoSchema,
  ModelProtoSchema,
  type ValueInfoProtoSchema,
} from '../../../apps/cli/dist/add/graph/index.js';

const FLOAT = 1;
const INT64 = 7;
const IR_VERSION = 8n;
const OPSET = 17n;
const EXTERNAL = 1;

/** The bytes of an ONNX graph whose output `out` is the dot product of the columns of `in` with the weights. */
export function linearGraph(weights: Float32Array): Uint8Array {
  const columns = BigInt(weights.length);
  return model({
    name: 'graph',
    node: [{ opType: 'MatMul', input: ['in', 'weights'], output: ['out'] }],
    initializer: [
      {
        name: 'weights',
        dims: [columns, 1n],
        dataType: FLOAT,
        rawData: new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength),
      },
    ],
    input: [rowsOf('in', FLOAT, [columns])],
    output: [rowsOf('out', FLOAT, [1n])],
  });
}

/** The bytes of an ONNX graph whose output `out` is the row at place `in` of a table of one column in the file beside it. */
export function tableGraph(length: number, file: string): Uint8Array {
  return model({
    name: 'graph',
    node: [{ opType: 'Gather', input: ['table', 'in'], output: ['out'] }],
    initializer: [
      {
        name: 'table',
        dims: [BigInt(length), 1n],
        dataType: FLOAT,
        externalData: [{ key: 'location', value: file }],
        dataLocation: EXTERNAL,
      },
    ],
    input: [rowsOf('in', INT64, [])],
    output: [rowsOf('out', FLOAT, [1n])],
  });
}

function model(graph: MessageInitShape<typeof GraphProtoSchema>): Uint8Array {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: IR_VERSION,
      graph,
      opsetImport: [{ version: OPSET }],
    }),
  );
}

/** A tensor whose first dimension is the rows, of any number. */
function rowsOf(
  name: string,
  elemType: number,
  rowShape: readonly bigint[],
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const rows = { value: { case: 'dimParam', value: 'rows' } } as const;
  const sizes = rowShape.map((size) => ({ value: { case: 'dimValue', value: size } }) as const);
  return {
    name,
    type: { value: { case: 'tensorType', value: { elemType, shape: { dim: [rows, ...sizes] } } } },
  };
}
