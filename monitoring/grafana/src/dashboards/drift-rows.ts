import { driftTests } from '@plumbline/evaluation';
import type { Board } from '../board.js';
import { bars, dial, lines, number } from '../panels.js';
import { chosenModels, rateBy, recordedModels } from '../query.js';
import { highIsBad, zeroOne } from '../thresholds.js';
import { segments } from './segment-row.js';
import { windowPanels } from './window-panels.js';

const MODEL_LEGEND = '{{model}} {{version}}';
const FEATURE_LEGEND = '{{model}} {{version}} {{feature}}';

/** Every replica publishes the same evaluation; max takes one of them. */
const published = (metric: string, ...labels: readonly string[]) =>
  `max by (${['model', 'version', ...labels].join(', ')}) (${metric}{${chosenModels}})`;

const driftNow: Board['rows'][number] = {
  title: 'Drift now',
  panels: [
    number({
      title: 'Data drift',
      description: 'Whether the share of drifted features in the prediction window has reached its limit.',
      unit: 'short',
      width: 6,
      queries: [{ expr: published('data_drift_detected'), legend: MODEL_LEGEND }],
      thresholds: highIsBad(1, 1),
      mappings: zeroOne('No drift', 'Drift'),
    }),
    dial({
      title: 'Share of drifted features',
      description: 'Of the features that could be measured, over the prediction window.',
      unit: 'percentunit',
      width: 6,
      min: 0,
      max: 1,
      queries: [{ expr: published('data_drift_score'), legend: MODEL_LEGEND }],
      thresholds: highIsBad(0.25, 0.5),
    }),
    number({
      title: 'Prediction drift',
      description: 'Whether the predictions of the window differ from those on the reference.',
      unit: 'short',
      width: 6,
      queries: [{ expr: published('prediction_drift_detected'), legend: MODEL_LEGEND }],
      thresholds: highIsBad(1, 1),
      mappings: zeroOne('No drift', 'Drift'),
    }),
    number({
      title: 'Drifted features',
      description: 'Number of features beyond their threshold.',
      unit: 'short',
      width: 6,
      queries: [
        {
          expr: `sum by (model, version) (${published('feature_drift_detected', 'feature', 'method')})`,
          legend: MODEL_LEGEND,
        },
      ],
      thresholds: highIsBad(1, 3),
    }),
  ],
};

/** The methods whose score is a p-value, which falls with drift. */
const P_VALUES = Object.entries(driftTests)
  .filter(([, { driftIf }]) => driftIf.startsWith('<'))
  .map(([name]) => name)
  .join('|');

/** Scores of methods that share an axis. */
const scoresOf = (title: string, description: string, methods: string) =>
  lines({
    title,
    description,
    unit: 'short',
    width: 12,
    min: 0,
    queries: (['score', 'threshold'] as const).map((part) => ({
      expr: `max by (model, version, feature, method) (drift_${part}{${chosenModels}, method${methods}})`,
      legend: `${FEATURE_LEGEND} {{method}}${part === 'threshold' ? ' threshold' : ''}`,
    })),
  });

const scores = [
  scoresOf(
    'Distances by feature and method',
    'The distance of each feature from the reference, and its threshold. Compare lines of one method only.',
    `!~"${P_VALUES}"`,
  ),
  scoresOf(
    'P-values by feature and method',
    'Of features whose method is a test: the probability of such a difference without drift, and the level. Less is more drift.',
    `=~"${P_VALUES}"`,
  ),
];

const features: Board['rows'][number] = {
  title: 'Drift by feature',
  panels: [
    bars({
      title: 'Worst features',
      description: 'The ten features with the highest severity. 1 is the threshold for every method.',
      unit: 'short',
      width: 8,
      min: 0,
      queries: [
        {
          expr: `sort_desc(topk(10, ${published('drift_severity', 'feature')}))`,
          legend: FEATURE_LEGEND,
          instant: true,
        },
      ],
      thresholds: highIsBad(0.8, 1),
    }),
    lines({
      title: 'Severity by feature',
      description: 'Drift of each feature on one scale for every method: 1 at the threshold, more beyond it.',
      unit: 'short',
      width: 16,
      height: 10,
      min: 0,
      queries: [{ expr: published('drift_severity', 'feature'), legend: FEATURE_LEGEND }],
      thresholds: highIsBad(0.8, 1),
    }),
    ...scores,
    lines({
      title: 'Drift of the predictions',
      description: 'How the predictions of the window differ from those on the reference, by method.',
      unit: 'short',
      width: 12,
      min: 0,
      queries: [
        { expr: published('prediction_drift_score', 'method'), legend: `${MODEL_LEGEND} {{method}}` },
      ],
    }),
    ...windowPanels,
    lines({
      title: 'Missing values',
      description:
        'Share of missing values of each nullable feature in the prediction window, and in the reference.',
      unit: 'percentunit',
      width: 24,
      min: 0,
      queries: [
        { expr: published('feature_missing_ratio', 'feature'), legend: FEATURE_LEGEND },
        {
          expr: published('feature_missing_reference_ratio', 'feature'),
          legend: `${FEATURE_LEGEND} reference`,
        },
      ],
    }),
  ],
};

const inputs: Board['rows'][number] = {
  title: 'Inputs of all replicas, from merged counts',
  panels: [
    lines({
      title: 'Population stability index by feature, last hour',
      description:
        'PSI of the values of the last hour against the bins of the reference. From 0.1 a shift, from 0.25 a large one.',
      unit: 'short',
      width: 12,
      min: 0,
      queries: [{ expr: `model_feature:drift:psi{${recordedModels}, window="1h"}`, legend: FEATURE_LEGEND }],
      thresholds: highIsBad(0.1, 0.25),
    }),
    lines({
      title: 'Jensen-Shannon distance by feature, last hour',
      description:
        'Of the values of the last hour against the bins of the reference; 0.83 is the largest possible.',
      unit: 'short',
      width: 12,
      min: 0,
      queries: [
        { expr: `model_feature:drift:jensenshannon{${recordedModels}, window="1h"}`, legend: FEATURE_LEGEND },
      ],
      thresholds: highIsBad(0.08, 0.1),
    }),
    bars({
      title: 'Population stability index since the start',
      description:
        'The ten features whose values differ most from the reference since the processes started.',
      unit: 'short',
      width: 8,
      min: 0,
      queries: [
        {
          expr: `sort_desc(topk(10, model_feature:drift:psi{${recordedModels}, window="total"}))`,
          legend: FEATURE_LEGEND,
          instant: true,
        },
      ],
      thresholds: highIsBad(0.1, 0.25),
    }),
    lines({
      title: 'Predictions outside the reference',
      description: 'Predictions per second with a value that the reference has not seen.',
      unit: 'cps',
      width: 8,
      height: 10,
      min: 0,
      queries: [{ expr: rateBy('model, version', 'drift_count_total', chosenModels), legend: MODEL_LEGEND }],
    }),
    lines({
      title: 'Values outside the reference by feature',
      description:
        'Per second, by feature: missing, beyond the range of the reference, or of a new category.',
      unit: 'cps',
      width: 8,
      height: 10,
      min: 0,
      queries: [
        {
          expr: rateBy('model, version, feature, issue', 'feature_quality_total', chosenModels),
          legend: `${FEATURE_LEGEND} {{issue}}`,
        },
      ],
    }),
  ],
};

const evaluations: Board['rows'][number] = {
  title: 'Evaluation',
  panels: [
    lines({
      title: 'Windows',
      description:
        'Predictions and labelled predictions in the windows. A flat feedback line means that no feedback arrives.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [
        { expr: published('monitoring_window_size', 'window'), legend: `${MODEL_LEGEND} {{window}}` },
      ],
    }),
    lines({
      title: 'Age of the latest evaluation',
      description: 'Time since the published evaluation was computed or confirmed.',
      unit: 's',
      width: 6,
      min: 0,
      queries: [
        {
          // The clocks of two machines differ by a little.
          expr: `clamp_min(time() - ${published('monitoring_last_evaluation_timestamp_seconds')}, 0)`,
          legend: MODEL_LEGEND,
        },
      ],
      thresholds: highIsBad(300, 600),
    }),
    lines({
      title: 'Evaluations',
      description: 'Evaluations per second over all replicas, by outcome.',
      unit: 'cps',
      width: 4,
      min: 0,
      queries: [
        {
          expr: rateBy('model, version, outcome', 'monitoring_evaluations_total', chosenModels),
          legend: `${MODEL_LEGEND} {{outcome}}`,
        },
      ],
    }),
    lines({
      title: 'Duration of the latest evaluation',
      description: 'How long the evaluation thread worked on each version.',
      unit: 's',
      width: 4,
      min: 0,
      queries: [{ expr: published('monitoring_evaluation_duration_seconds'), legend: MODEL_LEGEND }],
    }),
    lines({
      title: 'Monitoring errors',
      description: 'Evaluations per second without a value, by window, feature and reason.',
      unit: 'cps',
      width: 4,
      min: 0,
      queries: [
        {
          expr: `${rateBy('model, window, feature, reason', 'monitoring_errors_total', chosenModels)} or vector(0)`,
          legend: '{{model}} {{window}} {{feature}} {{reason}}',
        },
      ],
    }),
  ],
};

/** The rows about drift: what the evaluation says, what merged counts say, and whether either can be trusted. */
export const driftRows: Board['rows'] = [driftNow, features, segments, inputs, evaluations];
