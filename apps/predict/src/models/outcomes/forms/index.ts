export { classForm } from './class-form.js';
export { numberForm } from './number-form.js';
export type { OutcomeForm } from './outcome-form.js';
export { type JsonOutcome, outcomeSchema } from './outcome.schema.js';
export {
  type Outcome,
  type OutcomeParts,
  type RowPrediction,
  isSameOutcome,
  textOfOutcome,
} from './outcome.js';
