import type { ColumnEvaluation, ImportanceProfile } from '@plumbline/evaluation';

/** A feature with its importance for the model and its drift. */
export interface RankedFeature {
  readonly feature: string;
  /** How much F1 falls, or the mean absolute error rises, when its values are shuffled. */
  readonly importance: number;
  readonly deviation: number;
  /** Of its column that has drifted most; null without a score. */
  readonly severity: number | null;
  readonly drifted: boolean;
  /** Importance times severity; 0 for a feature that the model does not need. */
  readonly impact: number;
}

/** The features by impact, the highest first; without features `absent` gives the reason. */
export interface DriftRanking {
  readonly metric: 'f1' | 'mean_absolute_error' | null;
  readonly features: readonly RankedFeature[];
  readonly absent: string | null;
}

/** Ranks drift by what it may do to the model: a feature that it hardly uses may drift without harm. */
export function rankDrift(
  importance: ImportanceProfile | undefined,
  columns: readonly ColumnEvaluation[],
): DriftRanking {
  const absent =
    importance === undefined ? 'an earlier release built the reference profile' : importance.absent;
  if (importance === undefined || importance.absent !== null) return { metric: null, features: [], absent };
  const features = importance.features.map(({ name, mean, deviation }): RankedFeature => {
    const drifts = columns.flatMap(({ feature, drift }) =>
      feature === name && drift !== null ? [drift] : [],
    );
    const severity = drifts.length === 0 ? null : Math.max(...drifts.map((drift) => drift.severity));
    return {
      feature: name,
      importance: mean,
      deviation,
      severity,
      drifted: drifts.some((drift) => drift.drifted),
      impact: Math.max(0, mean) * Math.min(severity ?? 0, MAX_SEVERITY),
    };
  });
  return {
    metric: importance.metric,
    features: features.sort((one, other) => other.impact - one.impact || other.importance - one.importance),
    absent: null,
  };
}

/** A larger severity says no more about the harm. */
const MAX_SEVERITY = 100;
