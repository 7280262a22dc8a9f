import type { Board } from '../board.js';
import { bars, dial, lines, number } from '../panels.js';
import { chosenModels, rateBy } from '../query.js';
import { highIsBad, zeroOne } from '../thresholds.js';
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
    lines({
      title: 'Score by feature and method',
      description: 'The score of each feature in the unit of its method, and its threshold.',
      unit: 'short',
      width: 12,
      min: 0,
      queries: [
        { expr: published('drift_score', 'feature', 'method'), legend: `${FEATURE_LEGEND} {{method}}` },
        {
          expr: published('drift_threshold', 'feature', 'method'),
          legend: `${FEATURE_LEGEND} {{method}} threshold`,
        },
      ],
    }),
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
      width: 16,
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

const SEGMENT_LEGEND = '{{model}} {{version}} {{feature}} {{segment}}';

const segments: Board['rows'][number] = {
  title: 'Segments',
  panels: [
    lines({
      title: 'F1 by segment',
      description: 'F1 of the labelled predictions in each segment that the manifest declares.',
      unit: 'percentunit',
      width: 8,
      min: 0,
      max: 1,
      queries: [{ expr: published('segment_f1_score', 'feature', 'segment'), legend: SEGMENT_LEGEND }],
    }),
    lines({
      title: 'Error by segment',
      description: 'Mean absolute error of the labelled predictions in each segment, of regressions.',
      unit: 'short',
      width: 8,
      min: 0,
      queries: [
        { expr: published('segment_prediction_error', 'feature', 'segment'), legend: SEGMENT_LEGEND },
      ],
    }),
    lines({
      title: 'Rows by segment',
      description: 'Rows of each segment in both windows; 1 or 0 is whether its share has drifted.',
      unit: 'short',
      width: 8,
      min: 0,
      queries: [
        {
          expr: published('segment_rows', 'feature', 'segment', 'window'),
          legend: `${SEGMENT_LEGEND} {{window}}`,
        },
        {
          expr: published('segment_drift_detected', 'feature', 'segment'),
          legend: `${SEGMENT_LEGEND} drifted`,
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
      queries: [{ expr: `model_feature:drift:psi{${chosenModels}, window="1h"}`, legend: FEATURE_LEGEND }],
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
        { expr: `model_feature:drift:jensenshannon{${chosenModels}, window="1h"}`, legend: FEATURE_LEGEND },
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
          expr: `sort_desc(topk(10, model_feature:drift:psi{${chosenModels}, window="total"}))`,
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
      description: 'Evaluations per second over all replicas, by outcome, and how long the latest one took.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [
        {
          expr: rateBy('model, version, outcome', 'monitoring_evaluations_total', chosenModels),
          legend: `${MODEL_LEGEND} {{outcome}} per second`,
        },
        { expr: published('monitoring_evaluation_duration_seconds'), legend: `${MODEL_LEGEND} seconds` },
      ],
    }),
    lines({
      title: 'Monitoring errors',
      description: 'Evaluations per second without a value, by window, feature and reason.',
      unit: 'cps',
      width: 6,
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
