import {
  type Feature,
  type FeatureRow,
  type FeatureValue,
  type Manifest,
  type ModelInput,
  typeOf,
} from '../manifest/index.js';
import type { Datatype, Tensor, TensorData, Tensors } from '../tensors/index.js';

/** Turns rows of features into the tensors of a model's inputs, one tensor row per row. */
export type FeatureEncoder = (rows: readonly FeatureRow[]) => Tensors;

/** The encoder of a model. */
export function createFeatureEncoder({
  features,
  inputs,
}: Pick<Manifest, 'features' | 'inputs'>): FeatureEncoder {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  const encoders = inputs.map((input) => createInputEncoder(input, byName));
  return (rows) => {
    const tensors: Record<string, Tensor> = {};
    for (const { name, encode } of encoders) tensors[name] = encode(rows);
    return tensors;
  };
}

function createInputEncoder(input: ModelInput, features: ReadonlyMap<string, Feature>) {
  const { name, datatype } = input;
  // The manifest's rules ensure that every column is a feature.
  const featureOf = (column: string): Feature => {
    const feature = features.get(column);
    if (feature === undefined) throw new Error(`Input ${name} has no feature ${column}`);
    return feature;
  };
  const columns = input.features.map((name) => {
    const feature = featureOf(name);
    return { feature: name, encode: typeOf(feature).encoder(feature, datatype) };
  });
  const encode = (rows: readonly FeatureRow[]): Tensor => {
    const data = allocate(datatype, rows.length * columns.length);
    fill(data as unknown[], rows, columns);
    return {
      datatype,
      data,
      shape: input.shape.length === 1 ? [rows.length] : [rows.length, columns.length],
    };
  };
  return { name, encode };
}

const arrayOf = {
  BOOL: Uint8Array,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  INT64: BigInt64Array,
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  UINT64: BigUint64Array,
  FP32: Float32Array,
  FP64: Float64Array,
} as const;

/** The elements of a new tensor of `length` elements, all 0 or empty. */
function allocate(datatype: Datatype, length: number): TensorData {
  return datatype === 'BYTES' ? new Array<string>(length).fill('') : new arrayOf[datatype](length);
}

type Column = { readonly feature: string; readonly encode: ((value: FeatureValue) => unknown) | undefined };

function fill(data: unknown[], rows: readonly FeatureRow[], columns: readonly Column[]): void {
  let at = 0;
  for (const row of rows) {
    for (const { feature, encode } of columns) {
      const value = row[feature]!;
      data[at] = encode === undefined ? value : encode(value);
      at += 1;
    }
  }
}
