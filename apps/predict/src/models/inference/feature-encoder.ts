import type { Feature, FeatureRow, FeatureValue, Manifest, ModelInput } from '../manifest/index.js';
import type { Datatype, Tensor, TensorData, Tensors } from '../tensors/index.js';

/** Turns rows of features into the tensors of a model's inputs, one tensor row per row. */
export type FeatureEncoder = (rows: readonly FeatureRow[]) => Tensors;

/** The number of a category that the manifest allows but does not list. */
export const UNKNOWN_CATEGORY = -1;

/**
 * The encoder of a model. Numbers stay as they are, booleans become 0 and 1, texts are strings. A category stays as it is
 * when the input holds its type, else it becomes its place in the manifest's list.
 */
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
  const columns = input.features.map((feature) => ({
    feature,
    encode: columnEncoder(input, featureOf(feature)),
  }));
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

/** Undefined where assigning the value to the tensor's array already converts it. */
function columnEncoder({ datatype }: ModelInput, feature: Feature): Column['encode'] {
  if (datatype === 'BYTES') return undefined;
  const number = feature.type === 'category' ? categoryNumber(feature.categories) : undefined;
  if (datatype !== 'INT64' && datatype !== 'UINT64') return number;
  return (value) => BigInt(number === undefined ? Number(value) : number(value));
}

function categoryNumber(
  categories: readonly (string | number)[],
): ((value: FeatureValue) => number) | undefined {
  if (typeof categories[0] === 'number') return undefined;
  const places = new Map<FeatureValue, number>(categories.map((category, place) => [category, place]));
  return (value) => places.get(value) ?? UNKNOWN_CATEGORY;
}
