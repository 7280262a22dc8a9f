import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ModelRegistry } from '../../models/registry/index.js';
import { ModelNotFound } from '../../models/repository/index.js';
import { decideAlert, decideManual } from './retrain-policy.js';
import { type NewRetrain, RetrainRepository } from './retrain.repository.js';
import type { Retrain, RetrainDecision, RetrainQuery } from './retrain.schema.js';
import { RetrainingSettings } from './retraining-settings.js';
import {
  orRetrainingUnavailable,
  RetrainingSwitchedOff,
  RetrainNotAwaitingApproval,
  RetrainNotFound,
} from './retraining.errors.js';

/** An alert that asks for retraining. */
export interface AlertRequest {
  readonly alertname: string;
  readonly model: string;
  /** Identifies this firing of the alert: repeated notifications have the same key, a new firing has another. */
  readonly key: string;
  /** The part of the DAG run's configuration that comes from the alert. */
  readonly conf: Readonly<Record<string, unknown>>;
}

/** Decides about retraining. A decision is durable when the method resolves; `RetrainDriver` carries it out. */
@Injectable()
export class RetrainService {
  constructor(
    private readonly repository: RetrainRepository,
    private readonly registry: ModelRegistry,
    private readonly settings: RetrainingSettings,
  ) {}

  /** Decides about an alert for a model that exists. @throws {RetrainingUnavailable} */
  decideAlert({ alertname, model, key, conf }: AlertRequest, subject: string): Promise<RetrainDecision> {
    const { limits } = this.settings;
    const id = randomUUID();
    const decision = this.repository.decide(
      model,
      (history) => decideAlert(limits, history, key),
      (state, now) => ({
        ...this.championOf(model),
        id,
        state,
        trigger: 'alert',
        alertname,
        alertKey: key,
        requestedBy: subject,
        dagRunId: alertRunId(model, limits.cooldownS, now),
        conf,
      }),
    );
    return orRetrainingUnavailable(decision);
  }

  /** Decides about a person's request. @throws {ModelNotFound | RetrainingNotConfigured | RetrainingUnavailable} */
  async decideManual(model: string, reason: string, subject: string): Promise<RetrainDecision> {
    this.settings.requireAirflow();
    if (!this.registry.names().includes(model)) throw new ModelNotFound(model);
    const id = randomUUID();
    const decision = this.repository.decide(
      model,
      (history) => decideManual(this.settings.limits, history),
      (state) => ({
        ...this.championOf(model),
        id,
        state,
        trigger: 'manual',
        alertname: null,
        alertKey: null,
        requestedBy: subject,
        dagRunId: `retrain__${model}__${id}`,
        conf: { trigger: 'manual', model, reason },
      }),
    );
    return orRetrainingUnavailable(decision);
  }

  /** The audit trail, newest first. @throws {RetrainingUnavailable} */
  list({ model, limit }: RetrainQuery): Promise<Retrain[]> {
    return orRetrainingUnavailable(this.repository.list(model, limit));
  }

  /** @throws {RetrainNotFound | RetrainNotAwaitingApproval | RetrainingSwitchedOff | RetrainingUnavailable} */
  async approve(id: string, by: string): Promise<Retrain> {
    if (!this.settings.startsRuns) throw new RetrainingSwitchedOff(this.settings.limits.mode);
    return orRetrainingUnavailable(this.decidePending(id, 'accepted', null, by));
  }

  /** @throws {RetrainNotFound | RetrainNotAwaitingApproval | RetrainingUnavailable} */
  reject(id: string, reason: string, by: string): Promise<Retrain> {
    return orRetrainingUnavailable(this.decidePending(id, 'rejected', reason, by));
  }

  private async decidePending(
    id: string,
    state: 'accepted' | 'rejected',
    reason: string | null,
    by: string,
  ): Promise<Retrain> {
    const decided = await this.repository.decidePending(id, state, reason, by);
    if (decided !== undefined) return decided;
    const current = await this.repository.stateOf(id);
    throw current === undefined ? new RetrainNotFound(id) : new RetrainNotAwaitingApproval(id, current);
  }

  private championOf(model: string): Pick<NewRetrain, 'model' | 'version'> {
    const champion = this.registry
      .list()
      .find(({ manifest, champion: isChampion }) => isChampion && manifest.name === model);
    return { model, version: champion?.manifest.version ?? null };
  }
}

/**
 * The same for all alerts of one cool-down, so that Airflow itself rejects a second run even if the record of the first
 * is lost.
 */
function alertRunId(model: string, cooldownS: number, now: Date): string {
  const startS = Math.floor(now.getTime() / 1000 / Math.max(1, cooldownS)) * Math.max(1, cooldownS);
  return `retrain__${model}__${new Date(startS * 1000).toISOString()}`;
}
