export { estimateWarnings, NO_BAND } from './estimate-warnings.js';
export {
  PROFILE_FILE,
  profileContent,
  readProfile,
  referenceRows,
  type StoredProfile,
} from './profile-file.js';
export { type Labelled, labelScores } from './label-scores.js';
export { profileSpecOf } from './profile-spec.js';
export { probabilityScores } from './probability-columns.js';
export { ProfileRejected, ReferenceRejected } from './profile.errors.js';
export type { ReferenceRows } from './profile.schema.js';
export { actualOutcomes, hasEmbedding, predictedColumns } from './outcome-columns.js';
