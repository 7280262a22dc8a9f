export { classOf } from './guess-classes.js';
export { FEATURE_TYPES, guessFeature, rowsOf } from './guess-feature.js';
export { guessTask, type SampledOutput } from './guess-task.js';
export { type Guess, Guesses } from './guesses.js';
export { type MatchedInput, matchColumns } from './match-columns.js';
