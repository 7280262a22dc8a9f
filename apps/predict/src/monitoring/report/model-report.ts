import type { ModelVersion } from '../../models/manifest/index.js';
import type { EvaluationPoint, ModelEvaluation } from '../evaluation/index.js';

/** What the manifest says of a feature. */
export interface FeatureNote {
  readonly description: string;
  readonly unit?: string;
}

/** What is known of a version without any evaluation. */
export interface ReportSubject extends ModelVersion {
  readonly champion: boolean;
  readonly description: string;
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** How F1 is averaged; null of a regression. */
  readonly average: string | null;
  readonly positiveClass: string | null;
  /** F1 on the holdout at registration, null if it was undefined; the mean absolute error of a regression. */
  readonly baseline: number | null;
  readonly features: Readonly<Record<string, FeatureNote>>;
}

/** Everything a report shows, as JSON tells it too. */
export interface ModelReport extends ReportSubject {
  /** `on`, or why the service evaluates nothing. */
  readonly monitoring: string;
  /** Null before the first one. */
  readonly evaluation: ModelEvaluation | null;
  /** Oldest first; null when it cannot be read. */
  readonly history: readonly EvaluationPoint[] | null;
}
