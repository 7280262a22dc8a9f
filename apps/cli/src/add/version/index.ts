export { findLimits } from './find-limits.js';
export { buildProfile } from './build-profile.js';
export { spreadRows } from './golden.js';
export { GraphRunner, type Mapping } from './graph-runner.js';
export { doubts } from './plausibility.js';
export { checkedMapping, manifestDraft, modelNameOf, writeVersion } from './write-version.js';
