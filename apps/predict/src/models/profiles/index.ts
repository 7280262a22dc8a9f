export { estimateWarnings, NO_BAND } from './estimate-warnings.js';
export {
  PROFILE_FILE,
  profileContent,
  readProfile,
  type StoredProfile,
  writeProfile,
} from './profile-file.js';
export { ProfileRejected, ReferenceRejected } from './profile.errors.js';
export { referenceRows, type ReferenceRows } from './reference-rows.js';
export { servedProfile } from './served-profile.js';
