import type { Board } from '../board.js';
import { lines, number, stacked } from '../panels.js';
import { chosenProcesses, quantile, rateBy } from '../query.js';
import { highIsBad, neutral, zeroOne } from '../thresholds.js';
import { modelVariables } from '../variables.js';
import { trainingLoss } from './training-loss.js';

const chosenRetrains = `${chosenProcesses}, model=~"$model"`;

const now: Board['rows'][number] = {
  title: 'Now',
  panels: [
    number({
      title: 'Last retraining',
      description: 'The state of the last retraining of each model.',
      unit: 'short',
      width: 6,
      queries: [
        {
          expr: `max by (model, state) (retrain_run_state{${chosenRetrains}} == 1)`,
          legend: '{{model}}: {{state}}',
          instant: true,
        },
      ],
      thresholds: neutral,
    }),
    number({
      title: 'Since the last success',
      description:
        'Time since a retraining of the model succeeded; a success need not have promoted anything.',
      unit: 's',
      width: 5,
      queries: [
        {
          expr: `time() - max by (model) (retrain_last_success_timestamp_seconds{${chosenRetrains}})`,
          legend: '{{model}}',
          instant: true,
        },
      ],
      thresholds: neutral,
    }),
    number({
      title: 'Cool-down left',
      description: 'Time until an alert may lead to a retraining of the model again.',
      unit: 's',
      width: 5,
      queries: [
        {
          expr: `max by (model) (retrain_cooldown_remaining_seconds{${chosenRetrains}})`,
          legend: '{{model}}',
          instant: true,
        },
      ],
      thresholds: neutral,
    }),
    number({
      title: 'DAG',
      description: 'Whether the DAG is paused in Airflow; checked every minute.',
      unit: 'short',
      width: 4,
      queries: [{ expr: `max(retrain_dag_paused{${chosenProcesses}})`, legend: 'DAG', instant: true }],
      thresholds: highIsBad(1, 1),
      mappings: zeroOne('Runs', 'Paused'),
    }),
    number({
      title: 'Last alert received',
      description: 'Time since the last Watchdog, which Alertmanager sends every minute.',
      unit: 's',
      width: 4,
      queries: [
        {
          expr: `time() - max(alert_heartbeat_timestamp_seconds{${chosenProcesses}})`,
          legend: 'Watchdog',
          instant: true,
        },
      ],
      thresholds: highIsBad(180, 600),
    }),
  ],
};

const past: Board['rows'][number] = {
  title: 'Over time',
  panels: [
    lines({
      title: 'F1 and retraining',
      description:
        'F1 of the champions, now and an hour before. Marks show retrainings in progress and changes of the champion.',
      unit: 'percentunit',
      width: 24,
      min: 0,
      max: 1,
      queries: [
        { expr: 'model:prediction_f1_score:champion{model=~"$model"}', legend: '{{model}}' },
        { expr: 'model:prediction_f1_score:before{model=~"$model"}', legend: '{{model}} an hour before' },
      ],
    }),
    lines({
      title: 'Error and retraining',
      description:
        'Mean absolute error of the champions that are regressions, now and an hour before, in the unit of the target.',
      unit: 'short',
      width: 12,
      min: 0,
      queries: [
        { expr: 'model:prediction_error:judged{model=~"$model"}', legend: '{{model}}' },
        { expr: 'model:prediction_error:before{model=~"$model"}', legend: '{{model}} an hour before' },
      ],
    }),
    trainingLoss(),
    stacked({
      title: 'Alerts by outcome',
      description: 'Alerts per second that requested a retraining, by decision.',
      unit: 'reqps',
      width: 6,
      queries: [{ expr: rateBy('outcome', 'retrain_alerts_total', chosenProcesses), legend: '{{outcome}}' }],
    }),
    stacked({
      title: 'Attempts to start a run, by outcome',
      description: 'Requests to Airflow per second to start a run.',
      unit: 'reqps',
      width: 6,
      queries: [
        { expr: rateBy('outcome', 'retrain_triggers_total', chosenProcesses), legend: '{{outcome}}' },
      ],
    }),
    lines({
      title: 'Response time of Airflow, p95',
      description: 'Duration of requests to Airflow, including failed ones.',
      unit: 's',
      width: 6,
      min: 0,
      queries: [
        { expr: quantile(0.95, '', 'airflow_request_duration_seconds', chosenProcesses), legend: 'p95' },
      ],
    }),
    lines({
      title: 'Age of the token',
      description:
        'Time since each replica last received a token from Airflow. It requests a new one when the token is refused.',
      unit: 's',
      width: 6,
      min: 0,
      queries: [
        {
          expr: `time() - max by (instance) (airflow_sign_in_timestamp_seconds{${chosenProcesses}})`,
          legend: '{{instance}}',
        },
      ],
    }),
  ],
};

/** Which models are retrained, why, and how it went. */
export const retraining: Board = {
  uid: 'plumbline-retraining',
  title: 'Plumbline: retraining',
  description:
    'Alerts that lead to retraining, the runs of the DAG, and the F1 or error that they should restore.',
  processes: 'model_loaded',
  variables: modelVariables.slice(0, 1),
  rows: [now, past],
};
