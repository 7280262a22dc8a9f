import type { Board } from '../board.js';
import { bars, dial, lines, list, number, stacked } from '../panels.js';
import { chosenModels, mean, rate, rateBy, recordedModels } from '../query.js';
import { highIsBad, lowIsBad } from '../thresholds.js';
import { modelVariables } from '../variables.js';
import { challengerRow } from './challenger-row.js';
import { driftRows } from './drift-rows.js';

const MODEL_LEGEND = '{{model}} {{version}}';
const byModel = (metric: string, selector = chosenModels) =>
  `max by (model, version) (${metric}{${selector}})`;
const byTarget = (metric: string) => `max by (model, version, target) (${metric}{${chosenModels}})`;
const byAttribute = (metric: string) => `max by (model, version, attribute) (${metric}{${chosenModels}})`;

/** Labelled predictions of one outcome within an interval, over all processes. */
const outcomes = (by: string, outcome: string, range: string) =>
  `sum by (${by}) (increase(prediction_outcomes_total{${chosenModels}, outcome=~"${outcome}"}[${range}]))`;

/** F1 = 2 tp / (2 tp + fp + fn), from counts that were added over all processes first; absent where these are all 0. */
const f1PerClass = (range: string) =>
  `2 * ${outcomes('model, version, class', 'tp', range)} / ` +
  `(2 * ${outcomes('model, version, class', 'tp', range)} + ${outcomes('model, version, class', 'fp|fn', range)} > 0)`;

const now: Board['rows'][number] = {
  title: 'Quality now',
  panels: [
    number({
      title: 'F1',
      description:
        'F1 over the feedback window, averaged as the manifest specifies. Absent until there is enough feedback, and while undefined. The next panel judges it by the figure at registration.',
      unit: 'percentunit',
      width: 6,
      queries: [{ expr: byModel('prediction_f1_score'), legend: MODEL_LEGEND }],
    }),
    dial({
      title: 'F1 against registration',
      description:
        'F1 over the feedback window as a share of F1 on the holdout when the version was registered.',
      unit: 'percentunit',
      width: 6,
      min: 0.5,
      max: 1.2,
      queries: [
        {
          expr: `${byModel('prediction_f1_score')} / (${byModel('model_validation_f1_score')} > 0)`,
          legend: MODEL_LEGEND,
        },
      ],
      thresholds: lowIsBad(0.9, 0.95),
    }),
    number({
      title: 'Labels against the minimum',
      description:
        'Labelled predictions in the feedback window as a share of the minimum in the manifest. Below it, quality is not judged.',
      unit: 'percentunit',
      width: 6,
      queries: [
        {
          expr:
            `${byModel('monitoring_window_size', `${chosenModels}, window="feedback"`)} / ` +
            `(${byModel('monitoring_window_minimum', `${chosenModels}, window="feedback"`)} > 0)`,
          legend: MODEL_LEGEND,
        },
      ],
      thresholds: lowIsBad(1, 1),
    }),
    list({
      title: 'Versions served',
      description: 'The loaded versions, their task, and which one is the champion.',
      unit: 'short',
      width: 6,
      columns: ['model', 'version', 'model_type', 'champion'],
      queries: [
        {
          expr: `max by (model, version, model_type, champion) (model_info{${chosenModels}})`,
          instant: true,
          format: 'table',
        },
      ],
    }),
  ],
};

const overTime: Board['rows'][number] = {
  title: 'Quality over time',
  panels: [
    lines({
      title: 'F1: realised, estimated, registered',
      description:
        'Over the feedback window; estimated without labels over the prediction window, with its confidence band; at registration; and over all replicas from the outcomes of the last hour.',
      unit: 'percentunit',
      width: 12,
      queries: [
        { expr: byModel('prediction_f1_score'), legend: `${MODEL_LEGEND} realised` },
        { expr: byModel('prediction_f1_score_estimated'), legend: `${MODEL_LEGEND} estimated` },
        {
          expr: byModel('prediction_f1_score_estimated_lower'),
          legend: `${MODEL_LEGEND} estimated, at least`,
        },
        {
          expr: byModel('prediction_f1_score_estimated_upper'),
          legend: `${MODEL_LEGEND} estimated, at most`,
        },
        { expr: byModel('model_validation_f1_score'), legend: `${MODEL_LEGEND} at registration` },
        {
          expr: byModel('model:prediction:f1', `${recordedModels}, window="1h"`),
          legend: `${MODEL_LEGEND} all replicas`,
        },
      ],
    }),
    lines({
      title: 'Precision and recall',
      description:
        'Over the feedback window, averaged as the manifest specifies. They show which kind of error grows.',
      unit: 'percentunit',
      width: 12,
      queries: [
        { expr: byModel('prediction_precision_score'), legend: `${MODEL_LEGEND} precision` },
        { expr: byModel('prediction_recall_score'), legend: `${MODEL_LEGEND} recall` },
      ],
    }),
  ],
};

const severalLabels: Board['rows'][number] = {
  title: 'Models with several labels',
  panels: [
    lines({
      title: 'Accuracy and estimated F1 by attribute',
      description:
        'Share of correct predictions over the feedback window, by predicted attribute; for several labels also F1 estimated without labels over the prediction window, with its confidence band.',
      unit: 'percentunit',
      width: 24,
      queries: [
        {
          expr: byAttribute('model_accuracy'),
          legend: `${MODEL_LEGEND} {{attribute}}`,
        },
        {
          expr: byAttribute('prediction_label_f1_score_estimated'),
          legend: `${MODEL_LEGEND} {{attribute}} estimated F1`,
        },
        {
          expr: byAttribute('prediction_label_f1_score_estimated_lower'),
          legend: `${MODEL_LEGEND} {{attribute}} estimated F1, at least`,
        },
        {
          expr: byAttribute('prediction_label_f1_score_estimated_upper'),
          legend: `${MODEL_LEGEND} {{attribute}} estimated F1, at most`,
        },
      ],
    }),
  ],
};

const regression: Board['rows'][number] = {
  title: 'Regressions',
  panels: [
    dial({
      title: 'Error against registration',
      description:
        'Mean absolute error over the feedback window as a share of that on the holdout when the version was registered. More is worse.',
      unit: 'percentunit',
      width: 8,
      height: 8,
      min: 0.5,
      max: 1.5,
      queries: [
        {
          expr: `${byModel('prediction_error')} / (${byModel('model_validation_error')} > 0)`,
          legend: MODEL_LEGEND,
        },
      ],
      thresholds: highIsBad(1.05, 1.1),
    }),
    lines({
      title: 'Mean absolute error',
      description:
        'For regression models, over the feedback window, in the unit of the target. With several targets, one line for each; at registration their mean. Estimated without labels over the prediction window, with its confidence band.',
      unit: 'short',
      width: 16,
      min: 0,
      queries: [
        {
          expr:
            `max by (model, version, target) (prediction_target_error{${chosenModels}}) or ` +
            `(${byModel('prediction_error')} unless on (model, version) prediction_target_error{${chosenModels}})`,
          legend: `${MODEL_LEGEND} {{target}}`,
        },
        { expr: byModel('model_validation_error'), legend: `${MODEL_LEGEND} at registration` },
        { expr: byTarget('prediction_error_estimated'), legend: `${MODEL_LEGEND} {{target}} estimated` },
        {
          expr: byTarget('prediction_error_estimated_lower'),
          legend: `${MODEL_LEGEND} {{target}} estimated, at least`,
        },
        {
          expr: byTarget('prediction_error_estimated_upper'),
          legend: `${MODEL_LEGEND} {{target}} estimated, at most`,
        },
      ],
    }),
  ],
};

const perClass: Board['rows'][number] = {
  title: 'From merged counts: exact over all replicas',
  panels: [
    bars({
      title: 'F1 per class in the range',
      description:
        'From the outcomes counted in the selected time range; the worst class is first. Absent for a class that was neither ground truth nor prediction.',
      unit: 'percentunit',
      width: 8,
      min: 0,
      max: 1,
      queries: [
        { expr: `sort(${f1PerClass('$__range')})`, legend: '{{model}} {{version}} {{class}}', instant: true },
      ],
      thresholds: lowIsBad(0.65, 0.75),
    }),
    lines({
      title: 'F1 over all replicas',
      description:
        'Averaged as the manifest specifies: over the outcomes of the last hour, and over all since the processes started.',
      unit: 'percentunit',
      width: 8,
      height: 10,
      queries: [
        {
          expr: `max by (model, version, window) (model:prediction:f1{${recordedModels}})`,
          legend: `${MODEL_LEGEND} {{window}}`,
        },
      ],
    }),
    lines({
      title: 'Outcomes of labelled predictions',
      description: 'Per second: true positives, false positives and false negatives, over all classes.',
      unit: 'cps',
      width: 8,
      height: 10,
      min: 0,
      queries: [
        {
          expr: rateBy('model, version, outcome', 'prediction_outcomes_total', chosenModels),
          legend: `${MODEL_LEGEND} {{outcome}}`,
        },
      ],
    }),
  ],
};

const predictions: Board['rows'][number] = {
  title: 'Predictions: early signs before labels arrive',
  panels: [
    stacked({
      title: 'Share of each predicted class',
      description: 'A shift of the mix is an early sign of drift.',
      unit: 'percentunit',
      width: 12,
      max: 1,
      queries: [
        {
          expr:
            `sum by (model, prediction_result) (${rate('predictions_total', chosenModels)}) / ` +
            `on (model) group_left sum by (model) (${rate('prediction_count_total', chosenModels)})`,
          legend: '{{model}} {{prediction_result}}',
        },
      ],
    }),
    lines({
      title: 'Mean confidence',
      description:
        'Mean probability of the predicted class. A falling line means inputs that the model is less certain about.',
      unit: 'percentunit',
      width: 12,
      max: 1,
      queries: [
        { expr: mean('model, version', 'prediction_confidence_score', chosenModels), legend: MODEL_LEGEND },
      ],
    }),
  ],
};

/** Whether the models are still true: F1 and what stands beside it. */
export const driftAndF1: Board = {
  uid: 'plumbline-drift-f1',
  title: 'Plumbline: drift and F1',
  description: 'Quality of the models against ground truth, and drift of inputs and predictions.',
  processes: 'model_loaded',
  variables: modelVariables,
  rows: [now, overTime, regression, severalLabels, ...driftRows, perClass, predictions, challengerRow],
};
