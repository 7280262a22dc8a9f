export { buildProfile } from './build-profile.js';
export { spreadRows } from './golden.js';
export { type Answers, GraphRunner, type Mapping } from './graph-runner.js';
export { doubts } from './plausibility.js';
export { areSame } from './same-answers.js';
export { checkDraft, modelNameOf, type VersionDraft, writeVersion } from './write-version.js';
