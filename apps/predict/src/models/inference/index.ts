export type { ReadResult } from './batcher.js';
export { isSameAnswer } from './golden-check.js';
export { ModelOutputInvalid } from './inference.errors.js';
export { type CheckedModel, LoadedModel, type RunOptions } from './loaded-model.js';
export { loadVersion } from './model-loader.js';
export { RunMetrics } from './run-metrics.js';
export type { Outcome, ServedModel, UnavailableModel } from './served-model.js';
