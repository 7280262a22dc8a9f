import type { Datatype, Tensors } from '../tensors/index.js';

/** One input or output as the graph declares it. */
export interface TensorSignature {
  readonly name: string;
  /** Absent for a sequence or a map, and for an element type that cannot be served. */
  readonly datatype?: Datatype;
  /** The graph's name of an element type that cannot be served, such as `float16`; absent for a sequence or a map. */
  readonly unsupportedType?: string;
  /** -1 for a variable dimension. Empty when the graph does not declare a shape. */
  readonly shape: readonly number[];
}

/** A loaded graph that computes outputs from inputs, on this thread or in another process. */
export interface InferenceBackend {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  /** Whether it can run now; false while its process is started again. */
  readonly isReady: boolean;
  /** How long the last run held this thread, in ms; 0 in another process. */
  readonly heldMs: number;
  /** Computes the named outputs. The inputs must not change until it resolves. */
  run(inputs: Tensors, outputs: readonly string[]): Promise<Tensors>;
  /** Ends the runs under way if they are in another process. */
  interrupt(): void;
  /** Frees the graph. On this thread no run may be under way, and none may follow. */
  close(): Promise<void>;
}
