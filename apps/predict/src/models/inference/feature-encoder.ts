import {
  elementsOf,
  type Feature,
  type FeatureRow,
  type Manifest,
  type ModelInput,
  rowShapeOf,
  typeOf,
} from '../manifest/index.js';
import type { ElementEncoder, ElementsWriter } from '../features/index.js';
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

function createInputEncoder(input: ModelInput, known: ReadonlyMap<string, Feature>) {
  const { name, datatype } = input;
  // The manifest's rules ensure that every column is a feature.
  const features = input.features.map((column) => {
    const feature = known.get(column);
    if (feature === undefined) throw new Error(`Input ${name} has no feature ${column}`);
    return feature;
  });
  const elements = elementsOf(features);
  const shapeOf = shapeFor(rowShapeOf(input, features));
  const fill = fillerOf(features, datatype);
  const encode = (rows: readonly FeatureRow[]): Tensor => {
    const data = allocate(datatype, rows.length * elements);
    fill(data as unknown[], rows);
    return { datatype, data, shape: shapeOf(rows.length) };
  };
  return { name, encode };
}

/** Written out for columns, as copying a list costs a single row a third of its time. */
function shapeFor(rowShape: readonly number[]): (rows: number) => number[] {
  const [columns] = rowShape;
  if (columns === undefined) return (rows) => [rows];
  return rowShape.length === 1 ? (rows) => [rows, columns] : (rows) => [rows, ...rowShape];
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
  FP16: Float64Array,
  FP32: Float32Array,
  FP64: Float64Array,
} as const;

/** The elements of a new tensor of `length` elements, all 0 or empty. */
function allocate(datatype: Datatype, length: number): TensorData {
  return datatype === 'BYTES' ? new Array<string>(length).fill('') : new arrayOf[datatype](length);
}

type Filler = (data: unknown[], rows: readonly FeatureRow[]) => void;

/** Fills a tensor. Rows of features with one element each take the shorter way. */
function fillerOf(features: readonly Feature[], datatype: Datatype): Filler {
  const scalars = features.map((feature) => ({
    feature: feature.name,
    encode: typeOf(feature).encoder(feature, datatype),
  }));
  if (features.every((feature) => typeOf(feature).elements === undefined)) {
    return (data, rows) => fillScalars(data, rows, scalars);
  }
  const parts = features.map((feature, place): Part => {
    const { elements } = typeOf(feature);
    return {
      feature: feature.name,
      size: elementsOf([feature]),
      write: elements?.writer(feature, datatype) ?? scalarWriter(scalars[place]?.encode),
    };
  });
  return (data, rows) => fillParts(data, rows, parts);
}

type Scalar = { readonly feature: string; readonly encode: ElementEncoder | undefined };

function fillScalars(data: unknown[], rows: readonly FeatureRow[], columns: readonly Scalar[]): void {
  let at = 0;
  for (const row of rows) {
    for (const { feature, encode } of columns) {
      const value = row[feature]!;
      data[at] = encode === undefined ? value : encode(value);
      at += 1;
    }
  }
}

type Part = { readonly feature: string; readonly size: number; readonly write: ElementsWriter };

function fillParts(data: unknown[], rows: readonly FeatureRow[], parts: readonly Part[]): void {
  let at = 0;
  for (const row of rows) {
    for (const { feature, size, write } of parts) {
      write(row[feature]!, data, at);
      at += size;
    }
  }
}

function scalarWriter(encode: ElementEncoder | undefined): ElementsWriter {
  return (value, data, at) => {
    data[at] = encode === undefined ? value : encode(value);
  };
}
