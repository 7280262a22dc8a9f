export type { ReferenceSource } from './reference-source.js';
export { buildVersionProfile, type ProfileStep, writeProfile } from './version-profile.js';
