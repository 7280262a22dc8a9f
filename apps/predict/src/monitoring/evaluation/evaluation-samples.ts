import type { ColumnDrift } from '@plumbline/evaluation';
import { versionLabels } from '../../models/manifest/index.js';
import type { ModelEvaluation } from './model-evaluation.js';

/** The gauges that an evaluation sets. */
export const evaluationGauges = [
  'data_drift_detected',
  'data_drift_score',
  'prediction_drift_detected',
  'prediction_drift_score',
  'drift_score',
  'drift_threshold',
  'drift_severity',
  'feature_drift_detected',
  'prediction_f1_score_estimated',
  'prediction_f1_score_estimated_lower',
  'prediction_f1_score_estimated_upper',
  'monitoring_window_size',
  'monitoring_last_evaluation_timestamp_seconds',
  'monitoring_evaluation_duration_seconds',
] as const;

/** The name of such a gauge. */
export type EvaluationGauge = (typeof evaluationGauges)[number];

/** One series and its value. */
export interface Sample {
  readonly gauge: EvaluationGauge;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

type Values = Partial<Record<EvaluationGauge, number>>;

/** Every series that an evaluation has a value for; what is not known has none. */
export function samplesOf(evaluation: ModelEvaluation): Sample[] {
  const labels = versionLabels(evaluation);
  return [
    ...series(labels, wholeValues(evaluation)),
    ...series({ ...labels, window: 'predictions' }, { monitoring_window_size: evaluation.predictions.rows }),
    ...predictionSamples(labels, evaluation),
    ...featureSamples(labels, evaluation),
  ];
}

function wholeValues({ evaluatedAt, durationMs, drift, estimatedF1 }: ModelEvaluation): Values {
  return {
    monitoring_last_evaluation_timestamp_seconds: Date.parse(evaluatedAt) / 1000,
    monitoring_evaluation_duration_seconds: durationMs / 1000,
    ...(drift !== null &&
      drift.dataset.share !== null && {
        data_drift_score: drift.dataset.share,
        data_drift_detected: Number(drift.dataset.datasetDrifted),
      }),
    ...(estimatedF1 !== null && {
      prediction_f1_score_estimated: estimatedF1.value,
      prediction_f1_score_estimated_lower: estimatedF1.lower,
      prediction_f1_score_estimated_upper: estimatedF1.upper,
    }),
  };
}

function predictionSamples(labels: Sample['labels'], { drift }: ModelEvaluation): Sample[] {
  const measured = drift?.prediction.drift;
  if (measured == null) return [];
  const { method, score, drifted } = measured;
  return series(
    { ...labels, method },
    { prediction_drift_score: score, prediction_drift_detected: Number(drifted) },
  );
}

function featureSamples(labels: Sample['labels'], { drift }: ModelEvaluation): Sample[] {
  return (drift?.columns ?? []).flatMap(({ name, drift: measured }) =>
    measured === null
      ? []
      : series({ ...labels, feature: name, method: measured.method }, featureValues(measured)),
  );
}

function featureValues({ score, threshold, severity, drifted }: ColumnDrift): Values {
  return {
    drift_score: score,
    drift_threshold: threshold,
    drift_severity: severity,
    feature_drift_detected: Number(drifted),
  };
}

/** JSON holds an infinite number as null; it is no value to show. */
function series(labels: Sample['labels'], values: Values): Sample[] {
  return (Object.entries(values) as [EvaluationGauge, number][])
    .filter(([, value]) => Number.isFinite(value))
    .map(([gauge, value]) => ({ gauge, labels, value }));
}
