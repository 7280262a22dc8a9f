export {
  isSameOutcome,
  type JsonOutcome,
  type Outcome,
  type OutcomeForm,
  outcomeSchema,
  type RowPrediction,
  textOfOutcome,
} from './forms/index.js';
export { decidingOutput, type OutcomeFields, outcomeProblems } from './outcome-rules.js';
export { type ModelOutput, outputRoles, outputSchema } from './roles/index.js';
export {
  binaryFields,
  classificationMetrics,
  multiclassFields,
  regressionFields,
  outcomeFormOf,
  type OutcomeKind,
  outcomeKindOf,
  regressionMetrics,
  type Task,
  type TaskFields,
  taskKindOf,
  taskNames,
} from './tasks/index.js';
