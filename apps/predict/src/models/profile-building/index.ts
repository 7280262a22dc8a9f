export type { ReferenceSource } from './reference-source.js';
export { buildVersionProfile, type ProfileStep, profileSpecOf, writeProfile } from './version-profile.js';
