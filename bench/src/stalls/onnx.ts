/** A field of a protobuf message: its number, and a varint or bytes. */
type Field = readonly [number: number, value: number | string | Uint8Array];

const FLOAT = 1;
const INT64 = 7;
const IR_VERSION = 8;
const OPSET = 17;
const EXTERNAL = 1;

/** The elements of a tensor: their values, or the file beside the graph that holds them. */
type Weights = { readonly values: Float32Array } | { readonly file: string };

/** The bytes of an ONNX graph whose output `out` is the dot product of the columns of `in` with the weights. */
export function linearGraph(weights: Float32Array): Uint8Array {
  const columns = weights.length;
  return model([
    [1, node('MatMul', ['in', 'weights'])],
    [5, tensor('weights', [columns, 1], { values: weights })],
    [11, valueInfo('in', FLOAT, [columns])],
  ]);
}

/** The bytes of an ONNX graph whose output `out` is the row at place `in` of a table of one column. */
export function tableGraph(rows: number, table: Weights): Uint8Array {
  return model([
    [1, node('Gather', ['table', 'in'])],
    [5, tensor('table', [rows, 1], table)],
    [11, valueInfo('in', INT64, [])],
  ]);
}

function model(graph: readonly Field[]): Uint8Array {
  return message([
    [1, IR_VERSION],
    [7, message([...graph, [2, 'graph'], [12, valueInfo('out', FLOAT, [1])]])],
    [8, message([[2, OPSET]])],
  ]);
}

function node(operator: string, inputs: readonly string[]): Uint8Array {
  return message([...inputs.map((name): Field => [1, name]), [2, 'out'], [4, operator]]);
}

function tensor(name: string, shape: readonly number[], weights: Weights): Uint8Array {
  const content: Field[] =
    'file' in weights
      ? [
          [
            13,
            message([
              [1, 'location'],
              [2, weights.file],
            ]),
          ],
          [14, EXTERNAL],
        ]
      : [[9, new Uint8Array(weights.values.buffer)]];
  return message([...shape.map((size): Field => [1, size]), [2, FLOAT], [8, name], ...content]);
}

/** The first dimension is the rows, of any number. */
function valueInfo(name: string, type: number, rowShape: readonly number[]): Uint8Array {
  const dimensions = [message([[2, 'rows']]), ...rowShape.map((size) => message([[1, size]]))];
  const shape = message(dimensions.map((dimension): Field => [1, dimension]));
  return message([
    [1, name],
    [
      2,
      message([
        [
          1,
          message([
            [1, type],
            [2, shape],
          ]),
        ],
      ]),
    ],
  ]);
}

function message(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [varint(number << 3), varint(value)];
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      return [varint((number << 3) | 2), varint(bytes.length), bytes];
    }),
  );
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}
