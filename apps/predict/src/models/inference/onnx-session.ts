import './disable-telemetry.js';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { type Datatype, fromHalf, type Tensor, type Tensors, toHalf } from '../tensors/index.js';
import type { InferenceBackend, TensorSignature } from './inference-backend.js';

/**
 * One thread and no spinning: a run takes about 10 µs for the models served here, and more threads would only double the
 * CPU time that HTTP needs.
 */
const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Errors are thrown with their reason. ONNX Runtime would print them a second time, and not as JSON.
  logSeverityLevel: 4,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
};

/** A graph that ONNX Runtime runs on this thread. */
export class OnnxSession implements InferenceBackend {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  readonly isReady = true;
  heldMs = 0;

  private constructor(private readonly session: InferenceSession) {
    this.inputs = session.inputMetadata.map(signatureOf);
    this.outputs = session.outputMetadata.map(signatureOf);
  }

  /** Loads a graph from a file. @throws Error with ONNX Runtime's reason. */
  static async open(path: string): Promise<OnnxSession> {
    return new OnnxSession(await InferenceSession.create(path, sessionOptions));
  }

  async run(inputs: Tensors, outputs: readonly string[]): Promise<Tensors> {
    let startedAtMs = 0;
    // ONNX Runtime runs the graph in the callback after this one.
    setImmediate(() => (startedAtMs = performance.now()));
    const values = await this.session.run(toOnnx(inputs), outputs);
    this.heldMs = performance.now() - startedAtMs;
    return fromOnnx(values);
  }

  interrupt(): void {
    // A run on this thread has ended when this is called.
  }

  close(): Promise<void> {
    return this.session.release();
  }
}

const onnxTypes = {
  BOOL: 'bool',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  FP16: 'float16',
  FP32: 'float32',
  FP64: 'float64',
  BYTES: 'string',
} as const satisfies Record<Datatype, OnnxTensor.Type>;

const datatypes = new Map<string, Datatype>(
  (Object.entries(onnxTypes) as [Datatype, string][]).map(([datatype, type]) => [type, datatype]),
);

function signatureOf(metadata: InferenceSession.ValueMetadata): TensorSignature {
  if (!metadata.isTensor) return { name: metadata.name, shape: [] };
  const datatype = datatypes.get(metadata.type);
  return {
    name: metadata.name,
    ...(datatype === undefined ? { unsupportedType: metadata.type } : { datatype }),
    shape: metadata.shape.map((dimension) => (typeof dimension === 'number' ? dimension : -1)),
  };
}

function toOnnx(tensors: Tensors): Record<string, OnnxTensor> {
  const feeds: Record<string, OnnxTensor> = {};
  for (const name in tensors) {
    const { datatype, data, shape } = tensors[name]!;
    feeds[name] = new OnnxTensor(
      onnxTypes[datatype],
      datatype === 'FP16' ? toHalf(data as Float64Array) : data,
      shape,
    );
  }
  return feeds;
}

function fromOnnx(values: InferenceSession.OnnxValueMapType): Tensors {
  const tensors: Record<string, Tensor> = {};
  for (const name in values) {
    const { type, dims, data } = values[name]!;
    const datatype = datatypes.get(type);
    if (datatype === undefined) throw new Error(`Output ${name} has the unsupported type ${type}`);
    tensors[name] = { datatype, shape: dims, data: datatype === 'FP16' ? halfNumbers(data) : data };
  }
  return tensors;
}

/** FP16 elements are numbers outside of this file, and bits in ONNX Runtime. */
function halfNumbers(data: OnnxTensor['data']): Float32Array {
  // Newer versions of Node have an array for them.
  return data instanceof Uint16Array ? fromHalf(data) : Float32Array.from(data as ArrayLike<number>);
}
