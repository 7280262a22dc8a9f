import type { Board } from '../board.js';
import { lines } from '../panels.js';
import { chosenModels } from '../query.js';
import { highIsBad, zeroOne } from '../thresholds.js';

const MODEL_LEGEND = '{{model}} {{version}}';

/** The multivariate drift of one method, and its threshold. */
const together = (method: string) =>
  (['score', 'threshold'] as const).map((part) => ({
    expr: `max by (model, version) (multivariate_drift_${part}{${chosenModels}, method="${method}"})`,
    legend: part === 'score' ? MODEL_LEGEND : `${MODEL_LEGEND} threshold`,
  }));

/** Panels about the windows as a whole: labels and probabilities, all features together, and the rules on their data. */
export const windowPanels: Board['rows'][number]['panels'] = [
  lines({
    title: 'Drift of labels and probabilities',
    description:
      'How the actual values of the feedback window and the probabilities of the prediction window differ from those on the reference, by method.',
    unit: 'short',
    width: 12,
    min: 0,
    queries: (['target', 'probability'] as const).map((name) => ({
      expr: `max by (model, version, method) (${name}_drift_score{${chosenModels}})`,
      legend: `${MODEL_LEGEND} ${name} {{method}}`,
    })),
  }),
  lines({
    title: 'Labels and probabilities that have drifted',
    description: 'Whether the scores beside are beyond their thresholds.',
    unit: 'short',
    width: 12,
    min: 0,
    max: 1,
    queries: (['target', 'probability'] as const).map((name) => ({
      expr: `max by (model, version) (${name}_drift_detected{${chosenModels}})`,
      legend: `${MODEL_LEGEND} ${name}`,
    })),
    mappings: zeroOne('No drift', 'Drift'),
  }),
  lines({
    title: 'Classifier of window and reference',
    description:
      'Area under the ROC curve of a classifier that tells rows of the window from rows of the reference, and its threshold; 0.5 is not at all.',
    unit: 'short',
    width: 12,
    queries: together('domain_classifier'),
  }),
  lines({
    title: 'Reconstruction error',
    description:
      'Error of reconstructing the rows of the window from the joint pattern of the reference, and its threshold.',
    unit: 'short',
    width: 12,
    min: 0,
    queries: together('reconstruction_error'),
  }),
  lines({
    title: 'Changed correlations',
    description:
      'Pairs of numeric columns whose rank correlation differs from the reference, of at most 435 pairs. The drift API lists them.',
    unit: 'short',
    width: 12,
    min: 0,
    queries: [
      {
        expr: `max by (model, version) (correlation_changed_pairs{${chosenModels}})`,
        legend: MODEL_LEGEND,
      },
    ],
  }),
  lines({
    title: 'Rows that drift is measured against',
    description:
      'Rows of the reference, of the window before or of the same hours of the last weeks, as the manifest chooses.',
    unit: 'short',
    width: 12,
    min: 0,
    queries: [
      {
        expr: `max by (model, version, baseline) (drift_baseline_rows{${chosenModels}})`,
        legend: `${MODEL_LEGEND} {{baseline}}`,
      },
    ],
  }),
  lines({
    title: 'Failed data-quality rules',
    description:
      'Rules of the manifest that the prediction window does not meet; 0 for a version without rules. The drift API and the report list them.',
    unit: 'short',
    width: 12,
    min: 0,
    queries: [
      {
        expr:
          `sum by (model, version) (1 - max by (model, version, rule) (data_quality_rule_passed{${chosenModels}})) ` +
          `or 0 * max by (model, version) (monitoring_window_minimum{${chosenModels}})`,
        legend: MODEL_LEGEND,
      },
    ],
    thresholds: highIsBad(1, 1),
  }),
];
