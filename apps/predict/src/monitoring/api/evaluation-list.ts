import type { WindowEvaluation } from '@plumbline/evaluation';
import type { Manifest } from '../../models/manifest/index.js';
import type { ModelEvaluation, WindowState } from '../evaluation/index.js';
import { verdictOf, verdictSubjectOf } from '../verdict/index.js';
import type { EvaluationSummary } from './evaluation-list.schema.js';

/** The latest evaluation of a version in short. */
export function summarize(manifest: Manifest, evaluation: ModelEvaluation): EvaluationSummary {
  const { model, version, evaluatedAt, drift, predictions, feedback } = evaluation;
  const { status, summary } = verdictOf(verdictSubjectOf(manifest), evaluation);
  return {
    model,
    version,
    evaluated_at: evaluatedAt,
    verdict: { status, summary },
    quality: qualityOf(manifest, evaluation),
    drift: drift && driftOf(drift),
    predictions: stateOf(predictions),
    feedback: stateOf(feedback),
  };
}

function qualityOf(
  manifest: Manifest,
  { quality, qualityInterval = null }: ModelEvaluation,
): EvaluationSummary['quality'] {
  const { baseline } = verdictSubjectOf(manifest);
  const shared = { interval: qualityInterval, baseline };
  if (manifest.task === 'regression') {
    const value = quality?.task === 'regression' ? quality.meanAbsoluteError : null;
    return { score: 'mean_absolute_error', value, ...shared };
  }
  return {
    score: 'f1',
    value: quality === null || quality.task === 'regression' ? null : quality.f1,
    ...shared,
  };
}

function driftOf({ columns, dataset, prediction }: WindowEvaluation): EvaluationSummary['drift'] {
  const severities = columns.flatMap(({ drift }) => (drift === null ? [] : [drift.severity]));
  return {
    columns: dataset.computed,
    drifted: dataset.drifted,
    dataset_drifted: dataset.datasetDrifted,
    largest_severity: severities.length === 0 ? null : Math.max(...severities),
    prediction_drifted: prediction.drift?.drifted ?? null,
  };
}

function stateOf({ rows, minimum, size, from, to }: WindowState): EvaluationSummary['predictions'] {
  return { rows, minimum, size, from, to };
}
