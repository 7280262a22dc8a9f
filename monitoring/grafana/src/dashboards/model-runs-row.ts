import type { Board } from '../board.js';
import { lines, list } from '../panels.js';
import { chosenModels, mean, rateBy } from '../query.js';

const MODEL_LEGEND = '{{model}} {{version}}';

/** The runs of the models: their time and size, the cache, and what is left out or fails. */
export const modelRuns: Board['rows'][number] = {
  title: 'Model runs',
  panels: [
    lines({
      title: 'Rows per run of the model',
      description: 'Mean number of rows that ran together. Grows with the load.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [
        { expr: mean('model, version', 'prediction_batch_size', chosenModels), legend: MODEL_LEGEND },
      ],
    }),
    lines({
      title: 'Answers from the cache',
      description:
        'Share of the rows that were answered from the cache. Only versions whose manifest has `cache` keep predictions.',
      unit: 'percentunit',
      width: 6,
      max: 1,
      queries: [
        {
          expr:
            `${rateBy('model, version', 'prediction_cache_hits_total', chosenModels)} / ` +
            `(${rateBy('model, version', 'prediction_cache_hits_total', chosenModels)} + ` +
            `${rateBy('model, version', 'prediction_cache_misses_total', chosenModels)})`,
          legend: MODEL_LEGEND,
        },
      ],
    }),
    lines({
      title: 'Predictions in the cache',
      description: 'Predictions that each version keeps. Only versions whose manifest has `cache` keep any.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [{ expr: `sum by (model, version) (cache_size{${chosenModels}})`, legend: MODEL_LEGEND }],
    }),
    lines({
      title: 'Images',
      description: 'Images in answered rows, per second.',
      unit: 'cps',
      width: 6,
      min: 0,
      queries: [
        { expr: rateBy('model, version', 'images_processed_total', chosenModels), legend: MODEL_LEGEND },
      ],
    }),
    lines({
      title: 'Names without series',
      description:
        'Classes, features and bins that have no series of their own, because the version has too many of them.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [
        {
          expr: `max by (model, version, kind) (model_series_omitted{${chosenModels}})`,
          legend: `${MODEL_LEGEND}: {{kind}}`,
        },
      ],
    }),
    lines({
      title: 'Rows waiting',
      description: 'Rows that wait for a run of the model at the moment of the scrape.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [
        {
          expr: `sum by (model, version) (prediction_queue_depth{${chosenModels}})`,
          legend: MODEL_LEGEND,
        },
      ],
    }),
    lines({
      title: 'Rows without an answer',
      description:
        'Single rows and batches per second that a version could not answer: its graph failed, or its output is infinite, NaN or not what the manifest says.',
      unit: 'cps',
      width: 6,
      min: 0,
      queries: [
        {
          expr: rateBy('model, version, reason', 'model_failures_total', chosenModels),
          legend: `${MODEL_LEGEND}: {{reason}}`,
        },
      ],
    }),
    lines({
      title: 'Predictions by version',
      description: 'Predictions per second by model and version.',
      unit: 'cps',
      width: 6,
      min: 0,
      queries: [
        { expr: rateBy('model, version', 'prediction_count_total', chosenModels), legend: MODEL_LEGEND },
      ],
    }),
    list({
      title: 'Model information',
      description: 'Task of each version, and which one is the champion.',
      unit: 'short',
      width: 6,
      height: 8,
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
