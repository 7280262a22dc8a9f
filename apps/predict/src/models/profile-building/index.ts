export { profileSpecOf } from './profile-spec.js';
export type { ReferenceSource } from './reference-source.js';
export { buildVersionProfile, type ProfileStep } from './version-profile.js';
