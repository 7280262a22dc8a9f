/** What commands and benchmarks use of models. They import the build of this file, never the service. */
export { createFeatureEncoder, ModelRunner, OnnxSession } from './inference/index.js';
export { featureSchema, rowPreparer, typeOf } from './features/index.js';
export { isSamePrediction, outcomeFormOf, outcomeKindOf, textOfOutcome } from './outcomes/index.js';
export { type FeatureRow, inputSchema, type Manifest, manifestSchema } from './manifest/index.js';
export { buildVersionProfile, type ProfileStep, writeProfile } from './profile-building/index.js';
export { profileSpecOf } from './profiles/index.js';
export type { Tensors } from './tensors/index.js';
