import './disable-telemetry.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';

export { InferenceSession, Tensor };

/**
 * One thread and no spinning: a run takes about 10 µs for the models served here, and more threads would only
 * double the CPU time that HTTP needs.
 */
export const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
};
