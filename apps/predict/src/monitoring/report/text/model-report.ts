import type { Task } from '../../../models/outcomes/index.js';
import type { EvaluationPoint, ModelEvaluation } from '../../evaluation/index.js';

/** The manifest's description of a feature. */
export interface FeatureNote {
  readonly description: string;
  readonly unit?: string;
}

/** The part of a report that does not depend on an evaluation. */
export interface ReportSubject {
  readonly model: string;
  readonly version: number;
  readonly champion: boolean;
  readonly description: string;
  readonly task: Task;
  /** How F1 is averaged; null for a regression. */
  readonly average: string | null;
  readonly positiveClass: string | null;
  /** F1 on the holdout at registration, null if it is unknown or was undefined; for a regression its mean absolute error. */
  readonly baseline: number | null;
  readonly features: Readonly<Record<string, FeatureNote>>;
}

/** The content of a report, as a page and as JSON. */
export interface ModelReport extends ReportSubject {
  /** `on`, or why evaluation is off. */
  readonly monitoring: string;
  /** Null before the first one. */
  readonly evaluation: ModelEvaluation | null;
  /** Oldest first; null when it cannot be read. */
  readonly history: readonly EvaluationPoint[] | null;
}
