import type { Datatype } from './datatype.js';

/** Elements of a tensor in row-major order; strings for BYTES, 0 and 1 for BOOL, numbers (not bits) for FP16. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | string[];

/** Numbers, booleans or strings in a rectangular arrangement. */
export interface Tensor {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** Tensors by the name of the graph's input or output. */
export type Tensors = Readonly<Record<string, Tensor>>;
