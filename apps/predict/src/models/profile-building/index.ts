export type { ReferenceSource } from './reference-source.js';
export { buildVersionProfile, type ProfileStep, profileSpecOf } from './version-profile.js';
