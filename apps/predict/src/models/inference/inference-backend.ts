import type { Datatype } from '../manifest/index.js';
import type { Tensors } from './tensor.js';

/** What a graph itself says of one of its inputs or outputs. */
export interface TensorSignature {
  readonly name: string;
  /** Absent for what is not a tensor (a sequence or a map) or has a type that cannot be served. */
  readonly datatype?: Datatype;
  /** The graph's own name of an element type that cannot be served, such as `float16`; absent for what is not a tensor. */
  readonly unsupportedType?: string;
  /** -1 for a variable dimension. Empty when the graph does not tell. */
  readonly shape: readonly number[];
}

/** A loaded graph that computes outputs from inputs. */
export interface InferenceBackend {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  /** Computes the named outputs. Inputs must not be changed until it resolves. */
  run(inputs: Tensors, outputs: readonly string[]): Promise<Tensors>;
  /** Frees the graph. No run may be under way, and none may follow. */
  close(): Promise<void>;
}
