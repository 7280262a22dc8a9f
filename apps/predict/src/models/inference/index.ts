export type { ReadResult } from './batcher.js';
export { createFeatureEncoder } from './feature-encoder.js';
export { ModelOutputInvalid } from './inference.errors.js';
export { type CheckedModel, LoadedModel, type ServedModel, type UnavailableModel } from './loaded-model.js';
export { type HostOptions, ModelHosts } from './model-hosts.js';
export { loadVersionHere } from './model-loader.js';
export { ModelProcess } from './model-process.js';
export { ModelRunner } from './model-runner.js';
export { OnnxSession } from './onnx-session.js';
