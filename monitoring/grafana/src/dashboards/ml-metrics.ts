import type { Board } from '../board.js';
import { distribution, lines, number, stacked } from '../panels.js';
import { chosenModels, quantiles, rateBy } from '../query.js';
import { highIsBad, lowIsBad, zeroOne } from '../thresholds.js';
import { modelVariables } from '../variables.js';

const LEGEND = '{{model}} {{version}}';

const now: Board['rows'][number] = {
  title: 'Now',
  panels: [
    number({
      title: 'Models loaded',
      description: 'Whether each version is served, or failed its checks.',
      unit: 'short',
      width: 8,
      queries: [{ expr: `min by (model, version) (model_loaded{${chosenModels}})`, legend: LEGEND }],
      thresholds: lowIsBad(1, 1),
      mappings: zeroOne('Not loaded', 'Loaded'),
    }),
    number({
      title: 'Images processed',
      description: 'Images in answered rows in the selected time range, restarts included.',
      unit: 'short',
      width: 8,
      queries: [
        {
          expr: `sum by (model) (increase(images_processed_total{${chosenModels}}[$__range]))`,
          legend: '{{model}}',
          instant: true,
        },
      ],
    }),
    number({
      title: 'Cache size',
      description: 'Predictions that the versions with a cache keep.',
      unit: 'short',
      width: 8,
      queries: [{ expr: `sum by (model, version) (cache_size{${chosenModels}})`, legend: LEGEND }],
    }),
  ],
};

const models: Board['rows'][number] = {
  title: 'Predictions and quality',
  panels: [
    stacked({
      title: 'Predictions by attribute and value',
      description:
        'Predictions per second. A model without several labels has the one attribute "prediction".',
      unit: 'cps',
      width: 12,
      queries: [
        {
          expr: rateBy('model, attribute, value', 'model_predictions_total', chosenModels),
          legend: '{{model}} {{attribute}} {{value}}',
        },
      ],
    }),
    lines({
      title: 'Inference latency',
      description: 'Time that a row waits for and spends in the model: the median, the slowest 5 % and 1 %.',
      unit: 's',
      width: 12,
      min: 0,
      queries: quantiles('model', 'model_inference_latency_seconds', chosenModels, '{{model}}'),
    }),
    distribution({
      title: 'Confidence',
      description: 'Probability of what was predicted: predictions per second in each range.',
      unit: 'cps',
      bucketUnit: 'percentunit',
      width: 12,
      queries: [
        {
          expr: rateBy('le', 'model_confidence_score_bucket', chosenModels),
          legend: '{{le}}',
          format: 'heatmap',
        },
      ],
    }),
    lines({
      title: 'Accuracy by attribute',
      description: 'Share of correct predictions over the feedback window.',
      unit: 'percentunit',
      width: 12,
      max: 1,
      queries: [
        {
          expr: `max by (model, version, attribute) (model_accuracy{${chosenModels}})`,
          legend: `${LEGEND} {{attribute}}`,
        },
      ],
    }),
    lines({
      title: 'Drift by attribute',
      description:
        'Severity of the drift of each feature: 1 is the threshold of its method. `drift_score` has the scores themselves.',
      unit: 'short',
      width: 12,
      min: 0,
      queries: [
        {
          expr: `max by (model, version, feature) (drift_severity{${chosenModels}})`,
          legend: `${LEGEND} {{feature}}`,
        },
      ],
      thresholds: highIsBad(0.8, 1),
    }),
    lines({
      title: 'Images per second',
      description: 'Images in answered rows, by model.',
      unit: 'cps',
      width: 12,
      min: 0,
      queries: [{ expr: rateBy('model, version', 'images_processed_total', chosenModels), legend: LEGEND }],
    }),
  ],
};

/** The face-attributes system's board of models. */
export const mlMetrics: Board = {
  uid: 'plumbline-ml-metrics',
  title: 'Plumbline: ML metrics',
  description: 'Predictions, confidence, latency, accuracy and drift of the models, images and cache.',
  processes: 'model_loaded',
  variables: modelVariables,
  rows: [now, models],
};
