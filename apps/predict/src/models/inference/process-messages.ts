import type { Tensors } from '../tensors/index.js';
import type { TensorSignature } from './inference-backend.js';

/** What a graph process is asked: to load a graph, or to run the one it has loaded. */
export type ProcessRequest =
  | { readonly open: string }
  | { readonly run: { readonly inputs: Tensors; readonly outputs: readonly string[] } };

/** A loaded graph. */
export interface OpenedGraph {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  /** Why loading or running it could block or overload a service; undefined when it is small and bounded. */
  readonly unbounded?: string | undefined;
}

/** The outputs of a run, and its duration without the way there and back. */
export interface RunAnswer {
  readonly tensors: Tensors;
  readonly ms: number;
}

/** The answer to one request. */
export type ProcessAnswer = OpenedGraph | RunAnswer | { readonly failed: string };
