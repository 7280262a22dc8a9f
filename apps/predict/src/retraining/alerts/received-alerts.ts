import { Injectable } from '@nestjs/common';
import { ModelRegistry } from '../../models/registry/index.js';
import { orRetrainingUnavailable } from '../decisions/index.js';
import { digest, identityOf, shortText } from './alert-request.js';
import type { Alert, AlertDecision, ReceivedAlerts as Answer } from './alert.schema.js';
import { Heartbeat } from './heartbeat.js';
import { type ReceivedAlert, ReceivedAlertsRepository } from './received-alerts.repository.js';

/** Remembers what predict last heard of each alert, and of the heartbeat. */
@Injectable()
export class ReceivedAlerts {
  constructor(
    private readonly repository: ReceivedAlertsRepository,
    private readonly registry: ModelRegistry,
    private readonly heartbeat: Heartbeat,
  ) {}

  /** @throws {RetrainingUnavailable} */
  async list(): Promise<Answer> {
    const [alerts, heartbeat] = await orRetrainingUnavailable(
      Promise.all([this.repository.list(), this.heartbeat.lastAt()]),
    );
    return {
      alerts: alerts.map((alert) => ({
        alertname: alert.alertname,
        model: alert.model,
        status: alert.status,
        starts_at: alert.startsAt?.toISOString() ?? null,
        received_at: alert.receivedAt.toISOString(),
        summary: alert.summary,
        generator_url: alert.generatorUrl,
        outcome: alert.outcome,
        reason: alert.reason,
        dag_run_id: alert.dagRunId,
      })),
      last_heartbeat_at: heartbeat?.toISOString() ?? null,
    };
  }

  /**
   * Records the alerts of a notification with the decisions about them, in the same order. Alerts about no model of this
   * service are not kept; of an alert that comes twice, the last counts. @throws {RetrainingUnavailable}
   */
  async record(alerts: readonly Alert[], decisions: readonly AlertDecision[]): Promise<void> {
    const names = this.registry.names();
    const received = alerts.flatMap((alert, place) => {
      const decision = decisions[place];
      const { alertname, model } = alert.labels;
      if (decision === undefined || decision.outcome === 'heartbeat') return [];
      if (alertname === undefined || model === undefined || !names.includes(model)) return [];
      return [receivedAlert(alert, decision, { alertname: shortText(alertname), model })];
    });
    const last = new Map(received.map((alert) => [alert.id, alert]));
    if (last.size > 0) await orRetrainingUnavailable(this.repository.record([...last.values()]));
  }

  /** Records that Watchdog arrived. @param sender subject of the token that sent it. @throws {RetrainingUnavailable} */
  recordHeartbeat(sender: string): Promise<void> {
    return this.heartbeat.record(sender);
  }
}

function receivedAlert(
  alert: Alert,
  { outcome, reason, dag_run_id: dagRunId }: AlertDecision,
  labels: Pick<ReceivedAlert, 'alertname' | 'model'>,
): ReceivedAlert {
  const { startsAt, generatorURL, annotations } = alert;
  const startedMs = Date.parse(startsAt ?? '');
  return {
    ...labels,
    id: digest([identityOf(alert)]),
    status: alert.status === 'firing' ? 'firing' : 'resolved',
    startsAt: Number.isNaN(startedMs) ? null : new Date(startedMs),
    summary: annotations['summary'] === undefined ? null : shortText(annotations['summary']),
    generatorUrl: generatorURL === undefined ? null : shortText(generatorURL),
    outcome,
    reason,
    dagRunId,
  };
}
