import type { AuditEvent } from '../../audit/index.js';
import type { tables } from '../../database/index.js';

type Stored = typeof tables.retrains.$inferSelect;

/** The audit event of a retraining that is requested. */
export function requestedEvent(
  retrain: Pick<Stored, 'model' | 'state' | 'trigger' | 'alertname' | 'requestedBy' | 'dagRunId' | 'conf'>,
): AuditEvent {
  const { model, state, trigger, alertname, requestedBy, dagRunId, conf } = retrain;
  const cause = trigger === 'alert' ? { alertname } : { reason: conf['reason'] };
  return {
    action: 'retraining.requested',
    subject: requestedBy,
    target: model,
    before: null,
    after: { dag_run_id: dagRunId, state, trigger, ...cause },
  };
}

/** The audit event of a retraining that a subject has approved or rejected. */
export function decidedEvent(
  { model, state, reason, dagRunId }: Pick<Stored, 'model' | 'state' | 'reason' | 'dagRunId'>,
  by: string,
): AuditEvent {
  return {
    action: state === 'rejected' ? 'retraining.rejected' : 'retraining.approved',
    subject: by,
    target: model,
    before: { dag_run_id: dagRunId, state: 'awaiting_approval' },
    after: { dag_run_id: dagRunId, state, ...(reason !== null && { reason }) },
  };
}
