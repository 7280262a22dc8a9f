export { classForm } from './class-form.js';
export { labelsForm } from './labels-form.js';
export { numberForm } from './number-form.js';
export type { OutcomeForm } from './outcome-form.js';
export { type JsonOutcome, outcomeSchema } from './outcome.schema.js';
export {
  type Outcome,
  type OutcomeParts,
  type RowPrediction,
  isSameOutcome,
  isSamePrediction,
  textOfOutcome,
} from './outcome.js';
export { OTHER_CLASS } from './other-class.js';
export { isPartialOutcome, mergedText, partsOfText } from './parts.js';
export { targetsForm } from './targets-form.js';
