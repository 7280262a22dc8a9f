import { latencyBuckets, type MetricDefinition } from './metric-definition.js';

const services = ['predict'] as const;

/** Retraining: from the alert to the end of the DAG's run. */
export const retrainingMetrics = {
  retrain_alerts_total: {
    type: 'counter',
    help: 'Alerts received for retraining, by outcome (accepted, awaiting_approval, dry_run, duplicate, in_flight, cooldown, capped, ignored, switched_off, heartbeat).',
    labels: ['outcome'],
    services,
  },
  retrain_triggers_total: {
    type: 'counter',
    help: 'Attempts to start a run of the retraining DAG, by outcome (created, exists, superseded, unavailable, refused).',
    labels: ['outcome'],
    services,
  },
  retrain_run_state: {
    type: 'gauge',
    help: 'State of the last retraining of a model: 1 for the current state, 0 for the others.',
    labels: ['model', 'state'],
    services,
  },
  retrain_last_success_timestamp_seconds: {
    type: 'gauge',
    help: 'Time when the last successful retraining of a model ended, in seconds since the epoch.',
    labels: ['model'],
    services,
  },
  retrain_cooldown_remaining_seconds: {
    type: 'gauge',
    help: 'Seconds until an alert can start a retraining of the model again.',
    labels: ['model'],
    services,
  },
  retrain_dag_paused: {
    type: 'gauge',
    help: 'Whether the retraining DAG is paused (1), so that its runs stay queued; checked every minute.',
    labels: [],
    services,
  },
  alert_heartbeat_timestamp_seconds: {
    type: 'gauge',
    help: 'Time when the Watchdog alert was last received through Alertmanager, in seconds since the epoch.',
    labels: [],
    services,
  },
  airflow_sign_in_timestamp_seconds: {
    type: 'gauge',
    help: 'Time when this process last signed in to Airflow, in seconds since the epoch; absent with basic authentication.',
    labels: [],
    services,
  },
  airflow_request_duration_seconds: {
    type: 'histogram',
    help: 'Duration of requests to Airflow, in seconds, including failed ones.',
    labels: [],
    buckets: latencyBuckets,
    services,
  },
} as const satisfies Record<string, MetricDefinition>;
