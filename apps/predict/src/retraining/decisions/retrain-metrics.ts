import { Injectable } from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { Clock } from '@plumbline/tasks';
import type { AirflowObserver } from '../airflow/index.js';
import { cooldownRemainingS, type RetrainLimits } from './retrain-policy.js';
import type { RetrainStatus } from './retrain.repository.js';
import { retrainSchema } from './retrain.schema.js';

/** The results of attempts to start a run. */
const triggerOutcomes = ['created', 'exists', 'superseded', 'unavailable', 'refused'] as const;

/** The metrics of retraining. The replica that did the work counts it; the gauges are the same in all replicas. */
@Injectable()
export class RetrainMetrics implements AirflowObserver {
  private readonly triggers: Metric<'retrain_triggers_total'>;
  private readonly states: Metric<'retrain_run_state'>;
  private readonly successes: Metric<'retrain_last_success_timestamp_seconds'>;
  private readonly cooldown: Metric<'retrain_cooldown_remaining_seconds'>;
  private readonly paused: Metric<'retrain_dag_paused'>;
  private readonly latency: Metric<'airflow_request_duration_seconds'>;
  private readonly signIn: Metric<'airflow_sign_in_timestamp_seconds'>;

  constructor(
    metrics: MetricSet,
    private readonly clock: Clock,
  ) {
    this.triggers = metrics.get('retrain_triggers_total');
    this.states = metrics.get('retrain_run_state');
    this.successes = metrics.get('retrain_last_success_timestamp_seconds');
    this.cooldown = metrics.get('retrain_cooldown_remaining_seconds');
    this.paused = metrics.get('retrain_dag_paused');
    this.latency = metrics.get('airflow_request_duration_seconds');
    this.signIn = metrics.get('airflow_sign_in_timestamp_seconds');
    for (const outcome of triggerOutcomes) this.triggers.inc({ outcome }, 0);
  }

  /** Counts an attempt to start a run. */
  triggered(outcome: (typeof triggerOutcomes)[number]): void {
    this.triggers.inc({ outcome });
  }

  answered(seconds: number): void {
    this.latency.observe(seconds);
  }

  signedIn(): void {
    this.signIn.set(this.clock.now().getTime() / 1000);
  }

  /** @param paused undefined when it is not known. */
  setDagPaused(paused: boolean | undefined): void {
    if (paused === undefined) this.paused.remove();
    else this.paused.set(Number(paused));
  }

  /** The last retraining of every model: 1 for its state, 0 for the other states. */
  publish(statuses: readonly RetrainStatus[], limits: RetrainLimits, now: Date): void {
    for (const { model, state, cooldownFrom, lastSuccessAt } of statuses) {
      for (const each of retrainSchema.shape.state.options) {
        this.states.set({ model, state: each }, Number(each === state));
      }
      const remainingS = cooldownFrom === null ? 0 : cooldownRemainingS(limits, cooldownFrom, now);
      this.cooldown.set({ model }, remainingS);
      if (lastSuccessAt !== null) this.successes.set({ model }, lastSuccessAt.getTime() / 1000);
    }
  }
}
