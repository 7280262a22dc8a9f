export { classForm } from './class-form.js';
export { labelsForm } from './labels-form.js';
export { numberForm, targetsForm } from './number-forms.js';
export { type JsonOutcome, type OutcomeForm, outcomeSchema } from './outcome-form.js';
export {
  isPartialOutcome,
  isSameOutcome,
  isSamePrediction,
  mergedText,
  OTHER_CLASS,
  type Outcome,
  type OutcomeParts,
  partsOfText,
  type RowPrediction,
  textOfOutcome,
} from './outcome.js';
