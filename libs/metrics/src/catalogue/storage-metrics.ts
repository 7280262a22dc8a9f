import type { MetricDefinition } from './metric-definition.js';

const services = ['predict'] as const;

/** The prediction log, the database and retention. */
export const storageMetrics = {
  feedback_changes_lost_total: {
    type: 'counter',
    help: 'Changes to feedback that were in a quality window and that the database has lost, as after a failover or a restore.',
    labels: ['model', 'version'],
    services,
  },
  prediction_log_pending: {
    type: 'gauge',
    help: 'Predictions in the local spool that are not in the database yet.',
    labels: [],
    services,
  },
  prediction_log_errors_total: {
    type: 'counter',
    help: 'Failures of the prediction log, by reason (spool_full, spool_write, spool_removed, corrupt_record, refused_record, database).',
    labels: ['reason'],
    services,
  },
  prediction_log_orphaned_bytes: {
    type: 'gauge',
    help: 'Bytes of records in the spool folder that processes left which have ended, and that this process could not take over yet.',
    labels: [],
    services,
  },
  prediction_log_kept_bytes: {
    type: 'gauge',
    help: 'Bytes of files in the spool folder that keep what could not be moved to the database, by kind (damaged, refused).',
    labels: ['kind'],
    services,
  },
  database_away: {
    type: 'gauge',
    help: 'Whether the database does not answer (1), so that feedback fails at once with 503; checked every 2 seconds until it answers (0).',
    labels: [],
    services,
  },
  clock_skew_seconds: {
    type: 'gauge',
    help: 'How far the clock of this process is ahead of the clock of the database, in seconds; measured every 10 seconds.',
    labels: [],
    services,
  },
  retention_stopped: {
    type: 'gauge',
    help: 'Whether the last retention round deleted nothing (1) because it would have deleted too much of the table.',
    labels: ['table'],
    services,
  },
} as const satisfies Record<string, MetricDefinition>;
