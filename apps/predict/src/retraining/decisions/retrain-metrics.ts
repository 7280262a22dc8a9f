import { Injectable } from '@nestjs/common';
import { MetricSet } from '@plumbline/metrics';
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
  private readonly metrics;

  constructor(
    metrics: MetricSet,
    private readonly clock: Clock,
  ) {
    this.metrics = metrics.pick({
      triggers: 'retrain_triggers_total',
      states: 'retrain_run_state',
      successes: 'retrain_last_success_timestamp_seconds',
      cooldown: 'retrain_cooldown_remaining_seconds',
      paused: 'retrain_dag_paused',
      latency: 'airflow_request_duration_seconds',
      signIn: 'airflow_sign_in_timestamp_seconds',
    });
    for (const outcome of triggerOutcomes) this.metrics.triggers.inc({ outcome }, 0);
  }

  /** Counts an attempt to start a run. */
  triggered(outcome: (typeof triggerOutcomes)[number]): void {
    this.metrics.triggers.inc({ outcome });
  }

  answered(seconds: number): void {
    this.metrics.latency.observe(seconds);
  }

  signedIn(): void {
    this.metrics.signIn.set(this.clock.now().getTime() / 1000);
  }

  /** @param paused undefined when it is not known. */
  setDagPaused(paused: boolean | undefined): void {
    if (paused === undefined) this.metrics.paused.remove();
    else this.metrics.paused.set(Number(paused));
  }

  /** The last retraining of every model: 1 for its state, 0 for the other states. */
  publish(statuses: readonly RetrainStatus[], limits: RetrainLimits, now: Date): void {
    for (const { model, state, cooldownFrom, lastSuccessAt } of statuses) {
      for (const each of retrainSchema.shape.state.options) {
        this.metrics.states.set({ model, state: each }, Number(each === state));
      }
      const remainingS = cooldownFrom === null ? 0 : cooldownRemainingS(limits, cooldownFrom, now);
      this.metrics.cooldown.set({ model }, remainingS);
      if (lastSuccessAt !== null) this.metrics.successes.set({ model }, lastSuccessAt.getTime() / 1000);
    }
  }
}
