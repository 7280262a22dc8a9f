import { bandOf } from './estimated-error.js';
import type { ModelEvaluation } from './model-evaluation.js';

/** The gauges of estimated labels. */
export const labelGauges = [
  'prediction_label_f1_score_estimated',
  'prediction_label_f1_score_estimated_lower',
  'prediction_label_f1_score_estimated_upper',
] as const;

/** F1 of every label that is estimated without knowing it. @param version labels of every series. */
export function labelSeries(version: Readonly<Record<string, string>>, { drift }: ModelEvaluation) {
  return (drift?.estimatedLabels?.labels ?? []).flatMap(({ label, f1 }) => {
    const band = bandOf(f1);
    if (band === null) return [];
    const labels = { ...version, attribute: label };
    return [
      { gauge: labelGauges[0], labels, value: band.value },
      { gauge: labelGauges[1], labels, value: band.lower },
      { gauge: labelGauges[2], labels, value: band.upper },
    ];
  });
}
