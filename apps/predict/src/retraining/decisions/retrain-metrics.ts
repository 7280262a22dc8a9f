import { Injectable } from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { type Outcome, outcomeSchema } from '../alerts/index.js';
import { cooldownRemainingS, type RetrainLimits } from './retrain-policy.js';
import type { RetrainStatus } from './retrain.repository.js';
import { retrainStates } from './retrain.schema.js';

/** What an attempt to start a run led to. */
export const triggerOutcomes = ['created', 'exists', 'superseded', 'unavailable', 'refused'] as const;

type TriggerOutcome = (typeof triggerOutcomes)[number];

/** Tells Prometheus about retraining. Counters count in the replica that did the work; gauges are the same in all. */
@Injectable()
export class RetrainMetrics {
  private readonly alerts: Metric<'retrain_alerts_total'>;
  private readonly triggers: Metric<'retrain_triggers_total'>;
  private readonly states: Metric<'retrain_run_state'>;
  private readonly successes: Metric<'retrain_last_success_timestamp_seconds'>;
  private readonly cooldown: Metric<'retrain_cooldown_remaining_seconds'>;
  private readonly paused: Metric<'retrain_dag_paused'>;
  private readonly latency: Metric<'airflow_request_duration_seconds'>;
  private readonly signIn: Metric<'airflow_sign_in_timestamp_seconds'>;
  private readonly heartbeat: Metric<'alert_heartbeat_timestamp_seconds'>;

  constructor(metrics: MetricSet) {
    this.alerts = metrics.get('retrain_alerts_total');
    this.triggers = metrics.get('retrain_triggers_total');
    this.states = metrics.get('retrain_run_state');
    this.successes = metrics.get('retrain_last_success_timestamp_seconds');
    this.cooldown = metrics.get('retrain_cooldown_remaining_seconds');
    this.paused = metrics.get('retrain_dag_paused');
    this.latency = metrics.get('airflow_request_duration_seconds');
    this.signIn = metrics.get('airflow_sign_in_timestamp_seconds');
    this.heartbeat = metrics.get('alert_heartbeat_timestamp_seconds');
    for (const outcome of outcomeSchema.options) this.alerts.inc({ outcome }, 0);
    for (const outcome of triggerOutcomes) this.triggers.inc({ outcome }, 0);
  }

  /** An alert was decided about. */
  decided(outcome: Outcome): void {
    this.alerts.inc({ outcome });
  }

  /** Airflow was asked to start a run. */
  triggered(outcome: TriggerOutcome): void {
    this.triggers.inc({ outcome });
  }

  /** Airflow answered, or did not, after so many seconds. */
  answered(seconds: number): void {
    this.latency.observe(seconds);
  }

  /** Airflow gave a new token. */
  signedIn(): void {
    this.signIn.set(Date.now() / 1000);
  }

  /** The heartbeat of the alerts last arrived then. */
  alertsArrived(at: Date): void {
    this.heartbeat.set(at.getTime() / 1000);
  }

  /** Whether the DAG is paused; undefined when it is not known. */
  dagPaused(paused: boolean | undefined): void {
    if (paused === undefined) this.paused.remove();
    else this.paused.set(Number(paused));
  }

  /** The last retraining of every model: 1 for the state it is in, 0 for the others. */
  publish(statuses: readonly RetrainStatus[], limits: RetrainLimits, now: Date): void {
    for (const { model, state, pausedFrom, lastSuccessAt } of statuses) {
      for (const each of retrainStates) this.states.set({ model, state: each }, Number(each === state));
      const remainingS =
        pausedFrom === null ? 0 : cooldownRemainingS(limits, { requestedAt: pausedFrom }, now);
      this.cooldown.set({ model }, remainingS);
      if (lastSuccessAt !== null) this.successes.set({ model }, lastSuccessAt.getTime() / 1000);
    }
  }
}
