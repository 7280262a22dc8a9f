import { Injectable } from '@nestjs/common';
import { AirflowRefused, AirflowUnavailable } from '../airflow/index.js';
import { AirflowConnection } from './airflow-connection.js';
import { RetrainRepository } from './retrain.repository.js';
import type { RetrainDetail, RetrainPolicy } from './retrain-detail.schema.js';
import { RetrainingSettings } from './retraining-settings.js';
import { orRetrainingUnavailable, RetrainNotFound } from './retraining.errors.js';
import { readEvaluation } from './run-evaluation.js';

type RunDetail = Pick<RetrainDetail, 'run' | 'run_problem'>;

/** Tells what is behind a retraining: the policy that decided, who approved it, what its run does. */
@Injectable()
export class RetrainDetailService {
  constructor(
    private readonly repository: RetrainRepository,
    private readonly settings: RetrainingSettings,
    private readonly connection: AirflowConnection,
  ) {}

  /** The limits on retraining, and where each model stands. @throws {RetrainingUnavailable} */
  async policy(): Promise<RetrainPolicy> {
    const { limits, alerts, airflow } = this.settings;
    const [statuses, now] = await orRetrainingUnavailable(
      Promise.all([this.repository.status(), this.repository.now()]),
    );
    return {
      mode: limits.mode,
      alerts: [...alerts],
      cooldown_s: limits.cooldownS,
      daily_cap: limits.dailyCap,
      airflow: airflow === undefined ? null : { url: airflow.publicUrl, dag_id: airflow.dagId },
      models: statuses.map(({ model, cooldownFrom, today }) => {
        const until = cooldownFrom && new Date(cooldownFrom.getTime() + limits.cooldownS * 1000);
        return { model, cooldown_until: until && until > now ? until.toISOString() : null, today };
      }),
    };
  }

  /** @throws {RetrainNotFound | RetrainingUnavailable} */
  async detail(id: string): Promise<RetrainDetail> {
    const found = await orRetrainingUnavailable(this.repository.find(id));
    if (found === undefined) throw new RetrainNotFound(id);
    const [decision, run] = await Promise.all([
      orRetrainingUnavailable(this.repository.personalDecision(found)),
      this.runOf(found.dag_run_id, found.state),
    ]);
    return { ...found, decision, ...run };
  }

  /** Airflow may be away or not know the run: that is no failure of the answer. */
  private async runOf(dagRunId: string, state: RetrainDetail['state']): Promise<RunDetail> {
    const { airflow } = this.connection;
    const mayExist = ['queued', 'running', 'success', 'failed'].includes(state);
    if (airflow === undefined || !mayExist) return { run: null, run_problem: null };
    try {
      const [tasks, measured, chosen] = await Promise.all([
        airflow.tasks(dagRunId),
        airflow.resultOf(dagRunId, 'evaluate'),
        airflow.resultOf(dagRunId, 'decide'),
      ]);
      if (tasks === undefined) return { run: null, run_problem: `Airflow has no run ${dagRunId}` };
      return {
        run: {
          url: this.pageOf(dagRunId),
          tasks: tasks.map(({ startedAt, endedAt, ...task }) => ({
            ...task,
            started_at: startedAt,
            ended_at: endedAt,
          })),
          evaluation: readEvaluation(measured, chosen) ?? null,
        },
        run_problem: null,
      };
    } catch (error) {
      if (!(error instanceof AirflowUnavailable || error instanceof AirflowRefused)) throw error;
      return { run: null, run_problem: error.message };
    }
  }

  /** The page of the run in Airflow's web interface. */
  private pageOf(dagRunId: string): string | null {
    const { airflow } = this.settings;
    if (airflow === undefined) return null;
    const dag = `${airflow.publicUrl.replace(/\/+$/, '')}/dags/${encodeURIComponent(airflow.dagId)}`;
    const run = encodeURIComponent(dagRunId);
    return airflow.api === 'v2' ? `${dag}/runs/${run}` : `${dag}/grid?dag_run_id=${run}`;
  }
}
