export { FEATURE_TYPES, type FeatureDraft, guessFeature } from './guess-feature.js';
export { guessTask } from './guess-task.js';
export { type Guess, Guesses } from './guesses.js';
export { columnsLeftOut, type MatchedInput, matchColumns } from './match-columns.js';
export { settleFeatures } from './settle-features.js';
export { rowsOf } from './rows-of.js';
export type { SampledOutput } from './sampled-output.js';
export { actualOf, type Target } from './target.js';
export { type TaskName, TASKS } from './task-draft.js';
