export { evaluateOutcomes } from './evaluate-outcomes.js';
export { evaluateWindow, type EvaluationOptions, readColumns } from './evaluate-window.js';
export { outsideReason } from './outside-columns.js';
export {
  binLabels,
  binOf,
  countBins,
  fixedBins,
  MAX_CATEGORY_BINS,
  outsideReference,
  prepareColumn,
  type PreparedColumn,
} from './prepared-column.js';
export { type PreparedProfile, prepareProfile } from './prepared-profile.js';
export type {
  ColumnDistribution,
  ColumnDrift,
  ColumnEvaluation,
  ColumnSummary,
  EmbeddingDrift,
  ErrorEstimate,
  EvidentlyVerdict,
  LabelsEstimate,
  Limits,
  OutsideColumn,
  QualityEstimate,
  WindowEvaluation,
} from './window-evaluation.js';
