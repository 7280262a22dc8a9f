import type { EvaluationPoint, ModelEvaluation } from '../../evaluation/index.js';
import type { Verdict, VerdictSubject } from '../../verdict/index.js';

/** The manifest's description of a feature. */
export interface FeatureNote {
  readonly description: string;
  readonly unit?: string;
}

/** The part of a report that does not depend on an evaluation. */
export interface ReportSubject extends VerdictSubject {
  readonly model: string;
  readonly version: number;
  readonly champion: boolean;
  readonly description: string;
  readonly features: Readonly<Record<string, FeatureNote>>;
}

/** The content of a report, as a page and as JSON. */
export interface ModelReport extends ReportSubject {
  /** `on`, or why evaluation is off. */
  readonly monitoring: string;
  /** Null before the first evaluation. */
  readonly verdict: Verdict | null;
  /** Null before the first one. */
  readonly evaluation: ModelEvaluation | null;
  /** Oldest first; null when it cannot be read. */
  readonly history: readonly EvaluationPoint[] | null;
}
