import { Injectable } from '@nestjs/common';
import { type ColumnEvaluation, type EmbeddingDrift, MISSING } from '@plumbline/evaluation';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { type ModelVersion, versionKey, versionLabels } from '../../models/manifest/index.js';
import { bandOf } from './estimated-error.js';
import type { ModelEvaluation } from './model-evaluation.js';
import { outcomeGauges, outcomeSeries } from './outcome-series.js';
import { labelGauges, labelSeries } from './label-series.js';
import { segmentGauges, segmentSeries } from './segment-series.js';

/** The gauges that an evaluation sets. */
const evaluationGauges = [
  'data_drift_detected',
  'data_drift_score',
  'prediction_drift_detected',
  'prediction_drift_score',
  'drift_score',
  'drift_threshold',
  'drift_severity',
  'feature_drift_detected',
  'feature_missing_ratio',
  'feature_missing_reference_ratio',
  'data_quality_rule_passed',
  'drift_baseline_rows',
  'multivariate_drift_score',
  'multivariate_drift_threshold',
  'multivariate_drift_detected',
  'correlation_changed_pairs',
  'prediction_f1_score_estimated',
  'prediction_f1_score_estimated_lower',
  'prediction_f1_score_estimated_upper',
  'prediction_error_estimated',
  'prediction_error_estimated_lower',
  'prediction_error_estimated_upper',
  'monitoring_window_size',
  'monitoring_last_evaluation_timestamp_seconds',
  'monitoring_evaluation_duration_seconds',
  ...labelGauges,
  ...segmentGauges,
  ...outcomeGauges,
] as const;

type GaugeName = (typeof evaluationGauges)[number];
type Labels = Readonly<Record<string, string>>;

/** One series and its value. */
interface Series {
  readonly gauge: GaugeName;
  readonly labels: Labels;
  readonly value: number;
}

/** Publishes the latest evaluation of each version, and removes series that no longer have a value. */
@Injectable()
export class EvaluationGauges {
  private readonly gauges: ReadonlyMap<GaugeName, Metric<GaugeName>>;
  /** The series of each version, by gauge and labels. */
  private readonly published = new Map<string, ReadonlyMap<string, Series>>();

  constructor(private readonly metrics: MetricSet) {
    this.gauges = new Map(evaluationGauges.map((name) => [name, metrics.get(name)]));
  }

  /** Sets every series that the evaluation has a value for, and removes the version's other series. */
  publish(evaluation: ModelEvaluation): void {
    const all = seriesOf(evaluation).filter(({ labels }) => !this.metrics.names.hasOmitted(labels));
    const next = new Map(all.map((series) => [JSON.stringify([series.gauge, series.labels]), series]));
    for (const [key, series] of this.published.get(versionKey(evaluation)) ?? []) {
      if (!next.has(key)) this.remove(series);
    }
    for (const { gauge, labels, value } of all) this.gauges.get(gauge)?.set(labels, value);
    this.published.set(versionKey(evaluation), next);
  }

  /** Removes the series of all other versions. */
  keepOnly(versions: readonly ModelVersion[]): void {
    const kept = new Set(versions.map(versionKey));
    for (const [key, all] of this.published) {
      if (kept.has(key)) continue;
      for (const series of all.values()) this.remove(series);
      this.published.delete(key);
    }
  }

  private remove({ gauge, labels }: Series): void {
    this.gauges.get(gauge)?.remove(labels);
  }
}

/** The series that an evaluation has a value for: JSON stores an infinite number as null. */
function seriesOf(evaluation: ModelEvaluation): Series[] {
  const labels = versionLabels(evaluation);
  return [
    ...windowSeries(labels, evaluation),
    ...dataSeries(labels, evaluation),
    ...errorSeries(labels, evaluation),
    ...labelSeries(labels, evaluation),
    ...predictionSeries(labels, evaluation),
    ...columnSeries(labels, evaluation),
    ...ruleSeries(labels, evaluation),
    ...segmentSeries(labels, evaluation),
    ...multivariateSeries(labels, evaluation),
    ...correlationSeries(labels, evaluation),
    ...outcomeSeries(labels, evaluation),
  ].filter(({ value }) => Number.isFinite(value));
}

function windowSeries(
  labels: Labels,
  { evaluatedAt, durationMs, predictions, baseline }: ModelEvaluation,
): Series[] {
  return [
    {
      gauge: 'monitoring_last_evaluation_timestamp_seconds',
      labels,
      value: Date.parse(evaluatedAt) / 1000,
    },
    { gauge: 'monitoring_evaluation_duration_seconds', labels, value: durationMs / 1000 },
    {
      gauge: 'monitoring_window_size',
      labels: { ...labels, window: 'predictions' },
      value: predictions.rows,
    },
    ...(baseline === undefined
      ? []
      : [
          {
            gauge: 'drift_baseline_rows' as const,
            labels: { ...labels, baseline: baseline.kind },
            value: baseline.rows,
          },
        ]),
  ];
}

function dataSeries(labels: Labels, { drift, estimatedF1 }: ModelEvaluation): Series[] {
  const all: Series[] = [];
  if (drift !== null && drift.dataset.share !== null) {
    all.push(
      { gauge: 'data_drift_score', labels, value: drift.dataset.share },
      { gauge: 'data_drift_detected', labels, value: Number(drift.dataset.datasetDrifted) },
    );
  }
  if (estimatedF1 !== null) {
    all.push(
      { gauge: 'prediction_f1_score_estimated', labels, value: estimatedF1.value },
      { gauge: 'prediction_f1_score_estimated_lower', labels, value: estimatedF1.lower },
      { gauge: 'prediction_f1_score_estimated_upper', labels, value: estimatedF1.upper },
    );
  }
  return all;
}

/** The `target` of a regression with one. */
const ONE_TARGET = 'prediction';

function errorSeries(version: Labels, { drift }: ModelEvaluation): Series[] {
  return (drift?.estimatedErrors ?? []).flatMap(({ target, meanAbsoluteError }) => {
    const band = bandOf(meanAbsoluteError);
    if (band === null) return [];
    const labels = { ...version, target: target ?? ONE_TARGET };
    return [
      { gauge: 'prediction_error_estimated', labels, value: band.value },
      { gauge: 'prediction_error_estimated_lower', labels, value: band.lower },
      { gauge: 'prediction_error_estimated_upper', labels, value: band.upper },
    ];
  });
}

function predictionSeries(version: Labels, { drift }: ModelEvaluation): Series[] {
  const measured = drift?.prediction.drift;
  if (measured == null) return [];
  const labels = { ...version, method: measured.method };
  return [
    { gauge: 'prediction_drift_score', labels, value: measured.score },
    { gauge: 'prediction_drift_detected', labels, value: Number(measured.drifted) },
  ];
}

function columnSeries(labels: Labels, { drift }: ModelEvaluation): Series[] {
  if (drift === null) return [];
  const { columns, predictions = [], embedding = null } = drift;
  return [
    ...[...columns, ...predictions].flatMap((column) => featureSeries(labels, column.name, column.drift)),
    ...columns.flatMap((column) => missingSeries(labels, column)),
    ...featureSeries(labels, 'prediction.embedding', embedding),
  ];
}

function featureSeries(
  version: Labels,
  feature: string,
  measured: ColumnEvaluation['drift'] | EmbeddingDrift,
): Series[] {
  if (measured === null) return [];
  const labels = { ...version, feature, method: measured.method };
  return [
    { gauge: 'drift_score', labels, value: measured.score },
    { gauge: 'drift_threshold', labels, value: measured.threshold },
    { gauge: 'drift_severity', labels, value: measured.severity },
    { gauge: 'feature_drift_detected', labels, value: Number(measured.drifted) },
  ];
}

/** The missing values are the first of the categories. */
function missingSeries(
  version: Labels,
  { feature, descriptor, kind, distribution }: ColumnEvaluation,
): Series[] {
  if (descriptor !== MISSING || kind !== 'categorical') return [];
  const labels = { ...version, feature };
  return [
    { gauge: 'feature_missing_ratio', labels, value: firstShare(distribution.current) },
    { gauge: 'feature_missing_reference_ratio', labels, value: firstShare(distribution.reference) },
  ];
}

/** How the columns together differ from the reference. */
function multivariateSeries(version: Labels, { drift }: ModelEvaluation): Series[] {
  const { multivariate = null, reconstruction = null } = drift ?? {};
  const found = [
    multivariate && { ...multivariate, score: multivariate.auc },
    reconstruction && {
      method: 'reconstruction_error',
      score: reconstruction.value,
      threshold: reconstruction.threshold.upper ?? NaN,
      drifted: reconstruction.alert,
    },
  ].filter((one) => one !== null);
  return found.flatMap(({ method, score, threshold, drifted }): Series[] => {
    const labels = { ...version, method };
    return [
      { gauge: 'multivariate_drift_score', labels, value: score },
      { gauge: 'multivariate_drift_threshold', labels, value: threshold },
      { gauge: 'multivariate_drift_detected', labels, value: Number(drifted) },
    ];
  });
}

function correlationSeries(labels: Labels, { drift }: ModelEvaluation): Series[] {
  const changed = drift?.correlations?.changed;
  return changed === undefined ? [] : [{ gauge: 'correlation_changed_pairs', labels, value: changed }];
}

/** A rule that could not be checked has no series. */
function ruleSeries(version: Labels, { dataQuality }: ModelEvaluation): Series[] {
  return (dataQuality?.rules ?? [])
    .filter(({ state }) => state !== 'unknown')
    .map(({ id, state }) => ({
      gauge: 'data_quality_rule_passed',
      labels: { ...version, rule: id },
      value: Number(state === 'passed'),
    }));
}

function firstShare([first = NaN, ...others]: readonly number[]): number {
  return first / others.reduce((sum, count) => sum + count, first);
}
