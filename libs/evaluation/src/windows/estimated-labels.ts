import { estimateLabels, type F1Band, type LabelEstimators, type PredictionRows } from '../profiles/index.js';
import { orNull } from './json-estimate.js';
import type { QualityEstimate, WindowEvaluation } from './window-evaluation.js';

/** F1 of several labels without knowing them, as a field of the evaluation; nothing without estimators or probabilities. */
export function estimatedLabels(
  estimators: LabelEstimators | undefined,
  window: PredictionRows,
): Pick<WindowEvaluation, 'estimatedLabels'> {
  const found = estimators && orNull(() => estimateLabels(estimators, window));
  if (!found) return {};
  const { macro, micro, weighted } = found.averages;
  return {
    estimatedLabels: {
      labels: found.labels.map(({ label, f1 }) => ({ label, f1: asJson(f1) })),
      averages: { macro: asJson(macro), micro: asJson(micro), weighted: asJson(weighted) },
    },
  };
}

function asJson(band: F1Band | null): QualityEstimate | null {
  if (band === null) return null;
  const { threshold = { lower: null, upper: null }, alert = false } = band;
  return { ...band, threshold, alert };
}
