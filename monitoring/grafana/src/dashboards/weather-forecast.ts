import type { Board } from '../board.js';
import { lines, number } from '../panels.js';
import { chosenModels } from '../query.js';
import { highIsBad, zeroOne } from '../thresholds.js';
import { modelVariables } from '../variables.js';
import { trainingLoss } from './training-loss.js';

const LEGEND = '{{model}} {{version}}';

const panels: Board['rows'][number] = {
  title: 'Forecasts',
  panels: [
    lines({
      title: 'Error of the forecasts',
      description:
        'Mean absolute error of the regressions over their feedback window, in the unit of the target (gru_prediction_error).',
      unit: 'short',
      width: 12,
      min: 0,
      queries: [{ expr: `max by (model, version) (gru_prediction_error{${chosenModels}})`, legend: LEGEND }],
    }),
    lines({
      title: 'Latency of the forecasts',
      description:
        'Mean time of a row in the model over five minutes, in milliseconds (gru_prediction_latency_ms).',
      unit: 'ms',
      width: 12,
      min: 0,
      queries: [
        { expr: `max by (model, version) (gru_prediction_latency_ms{${chosenModels}})`, legend: LEGEND },
      ],
    }),
    trainingLoss(),
    number({
      title: 'Drift detected',
      description:
        'Whether half of the features of the prediction window have drifted (drift_detected_flag).',
      unit: 'short',
      width: 12,
      height: 8,
      queries: [{ expr: `max by (model, version) (drift_detected_flag{${chosenModels}})`, legend: LEGEND }],
      thresholds: highIsBad(1, 1),
      mappings: zeroOne('No drift', 'Drift'),
    }),
  ],
};

/** The four panels of the weather-forecast system, by its names. */
export const weatherForecast: Board = {
  uid: 'plumbline-weather-forecast',
  title: 'Plumbline: weather forecast',
  description: 'Error and latency of forecasts, training loss and drift, by the names of the weather system.',
  processes: 'model_loaded',
  variables: modelVariables,
  rows: [panels],
};
