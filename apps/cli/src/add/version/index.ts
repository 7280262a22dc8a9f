export { buildProfile } from './build-profile.js';
export { modelNameOf, type VersionDraft, writeVersion } from './write-version.js';
export { GraphRunner } from './graph-runner.js';
