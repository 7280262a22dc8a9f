export {
  isPartialOutcome,
  isSameOutcome,
  isSamePrediction,
  mergedText,
  OTHER_CLASS,
  type JsonOutcome,
  type Outcome,
  type OutcomeForm,
  type OutcomeParts,
  outcomeSchema,
  partsOfText,
  type RowPrediction,
  textOfOutcome,
} from './forms/index.js';
export { decidingOutput, embeddingOutput, outcomeProblems } from './outcome-rules.js';
export { type ModelOutput, outputRoles, outputSchema, readEmbedding } from './roles/index.js';
export {
  anomalyFields,
  binaryFields,
  multiclassFields,
  multilabelFields,
  multilabelMetrics,
  regressionFields,
  outcomeFormOf,
  outcomeFormOfManifest,
  type OutcomeKind,
  outcomeKindOf,
  regressionMetrics,
  type Task,
  taskKindOf,
  taskNames,
} from './tasks/index.js';
