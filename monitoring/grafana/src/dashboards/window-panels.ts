import type { Board } from '../board.js';
import { lines } from '../panels.js';
import { chosenModels } from '../query.js';
import { highIsBad } from '../thresholds.js';

const MODEL_LEGEND = '{{model}} {{version}}';

/** The multivariate drift of one method, and its threshold. */
const together = (method: string) =>
  (['score', 'threshold'] as const).map((part) => ({
    expr: `max by (model, version) (multivariate_drift_${part}{${chosenModels}, method="${method}"})`,
    legend: part === 'score' ? MODEL_LEGEND : `${MODEL_LEGEND} threshold`,
  }));

/** Panels about the prediction window as a whole: all features together, and the rules on its data. */
export const windowPanels: Board['rows'][number]['panels'] = [
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
    title: 'Failed data-quality rules',
    description:
      'Rules of the manifest that the prediction window does not meet; 0 for a version without rules. The drift API and the report list them.',
    unit: 'short',
    width: 8,
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
