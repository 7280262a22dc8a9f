import { Injectable } from '@nestjs/common';
import { InjectMetric, type Metric } from '@plumbline/metrics';
import { ModelRegistry } from '../../models/registry/index.js';
import {
  type AlertRequest,
  requestOutcomeSchema,
  RetrainingSettings,
  RetrainService,
} from '../decisions/index.js';
import { readAlert } from './alert-request.js';
import type {
  Alert,
  AlertDecision,
  Notification,
  ReceivedAlerts as ReceivedAlertList,
} from './alert.schema.js';
import { isHeartbeat } from './heartbeat.js';
import { ReceivedAlerts } from './received-alerts.js';

const NO_RETRAINING = { alertname: null, model: null, dag_run_id: null };

/** Decides about the alerts that Alertmanager sends. */
@Injectable()
export class AlertService {
  constructor(
    private readonly retraining: RetrainService,
    private readonly registry: ModelRegistry,
    private readonly settings: RetrainingSettings,
    private readonly received: ReceivedAlerts,
    @InjectMetric('retrain_alerts_total') private readonly alerts: Metric<'retrain_alerts_total'>,
  ) {
    for (const outcome of requestOutcomeSchema.options) alerts.inc({ outcome }, 0);
  }

  /**
   * Decides about every alert of a notification, in order. The decisions are durable.
   * @param subject of the token that sent it.
   * @throws {RetrainingNotConfigured | RetrainingUnavailable}
   */
  async handleNotification({ alerts, groupKey }: Notification, subject: string): Promise<AlertDecision[]> {
    const decisions: AlertDecision[] = [];
    for (const alert of alerts) {
      const decision = await this.decide(alert, groupKey, subject);
      this.alerts.inc({ outcome: decision.outcome });
      decisions.push(decision);
    }
    await this.received.record(alerts, decisions);
    return decisions;
  }

  /** What predict last heard of each alert, and of the heartbeat. @throws {RetrainingUnavailable} */
  list(): Promise<ReceivedAlertList> {
    return this.received.list();
  }

  private async decide(alert: Alert, groupKey: string | undefined, subject: string): Promise<AlertDecision> {
    if (isHeartbeat(alert)) return this.recordHeartbeat(alert, subject);
    const request = readAlert(alert, groupKey, this.settings.alerts);
    if ('ignored' in request) return ignored(request.ignored, alert.labels);
    return this.decideRetraining(request, subject);
  }

  private async recordHeartbeat({ labels }: Alert, subject: string): Promise<AlertDecision> {
    await this.received.recordHeartbeat(subject);
    const alertname = labels['alertname'] ?? null;
    return { ...NO_RETRAINING, alertname, outcome: 'heartbeat', reason: 'alerts arrive' };
  }

  private async decideRetraining(request: AlertRequest, subject: string): Promise<AlertDecision> {
    const { alertname, model } = request;
    this.settings.requireAirflow();
    if (!this.registry.names().includes(model)) {
      return ignored(`there is no model ${model}`, { alertname, model });
    }
    return { alertname, model, ...(await this.retraining.decideAlert(request, subject)) };
  }
}

function ignored(
  reason: string,
  { alertname = null, model = null }: Partial<Record<'alertname' | 'model', string | null>>,
): AlertDecision {
  return { ...NO_RETRAINING, alertname, model, outcome: 'ignored', reason };
}
