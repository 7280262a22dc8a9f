import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ModelRegistry } from '../../models/registry/index.js';
import { ModelNotFound } from '../../models/repository/index.js';
import {
  type Alert,
  type Decision,
  isHeartbeat,
  type Notification,
  readAlert,
  type WantedAlert,
} from '../alerts/index.js';
import { Heartbeat } from './heartbeat.js';
import { RetrainMetrics } from './retrain-metrics.js';
import { isStarting, judgeAlert, judgeWish, type RetrainHistory, type Verdict } from './retrain-policy.js';
import { type NewRetrain, type RetrainDecision, RetrainRepository } from './retrain.repository.js';
import type { Retrain, RetrainQuery, WishAnswer } from './retrain.schema.js';
import { RetrainingSettings } from './retraining-settings.js';
import { RetrainingSwitchedOff, RetrainNotAwaitingApproval, RetrainNotFound } from './retraining.errors.js';
import { whileRecordable } from './retraining-outage.js';

const NOT_KNOWN = { alertname: null, model: null, dag_run_id: null };

/** A retraining that is asked for; `runId` names its run when the decision is made. */
type Asked = Omit<NewRetrain, 'model' | 'version' | 'state' | 'dagRunId'> & {
  readonly runId: (now: Date) => string;
};

/** Decides about retraining. A decision is durable when it is answered; `RetrainDriver` carries it out. */
@Injectable()
export class RetrainService {
  constructor(
    private readonly repository: RetrainRepository,
    private readonly registry: ModelRegistry,
    private readonly settings: RetrainingSettings,
    private readonly metrics: RetrainMetrics,
    private readonly heartbeat: Heartbeat,
  ) {}

  /**
   * Decides about every alert of a notification, in order.
   * @param subject of the token that sent it.
   * @throws {RetrainingNotConfigured | RetrainingUnavailable}
   */
  async notified({ alerts, groupKey }: Notification, subject: string): Promise<Decision[]> {
    const decisions: Decision[] = [];
    for (const alert of alerts) {
      const decision = await this.decisionAbout(alert, groupKey, subject);
      this.metrics.decided(decision.outcome);
      decisions.push(decision);
    }
    return decisions;
  }

  /** A person wants a model retrained. @throws {ModelNotFound | RetrainingNotConfigured | RetrainingUnavailable} */
  async wished(model: string, reason: string, subject: string): Promise<WishAnswer> {
    this.settings.requireAirflow();
    if (!this.registry.names().includes(model)) throw new ModelNotFound(model);
    const id = randomUUID();
    return this.decide(model, judgeWishOf(this.settings), {
      id,
      trigger: 'manual',
      alertname: null,
      alertKey: null,
      requestedBy: subject,
      runId: () => `retrain__${model}__${id}`,
      conf: { trigger: 'manual', model, reason },
    });
  }

  /** The audit trail, newest first. @throws {RetrainingUnavailable} */
  list({ model, limit }: RetrainQuery): Promise<Retrain[]> {
    return whileRecordable(() => this.repository.list(model, limit));
  }

  /**
   * A person agrees.
   * @throws {RetrainNotFound | RetrainNotAwaitingApproval | RetrainingSwitchedOff | RetrainingUnavailable}
   */
  async approve(id: string): Promise<Retrain> {
    const { mode } = this.settings.limits;
    if (!isStarting({ mode })) throw new RetrainingSwitchedOff(mode);
    return this.judge(id, 'accepted', null);
  }

  /** A person does not agree. @throws {RetrainNotFound | RetrainNotAwaitingApproval | RetrainingUnavailable} */
  reject(id: string, reason: string): Promise<Retrain> {
    return this.judge(id, 'rejected', reason);
  }

  private judge(id: string, to: 'accepted' | 'rejected', reason: string | null): Promise<Retrain> {
    return whileRecordable(async () => {
      const judged = await this.repository.judge(id, to, reason);
      if (judged !== undefined) return judged;
      const state = await this.repository.stateOf(id);
      throw state === undefined ? new RetrainNotFound(id) : new RetrainNotAwaitingApproval(id, state);
    });
  }

  private async decisionAbout(
    alert: Alert,
    groupKey: string | undefined,
    subject: string,
  ): Promise<Decision> {
    if (isHeartbeat(alert)) return this.beat(alert, subject);
    const wanted = readAlert(alert, groupKey, this.settings.alerts);
    return 'ignored' in wanted ? ignored(wanted.ignored, alert.labels) : this.consider(wanted, subject);
  }

  private async beat({ labels }: Alert, subject: string): Promise<Decision> {
    await whileRecordable(() => this.heartbeat.beat(subject));
    const alertname = labels['alertname'] ?? null;
    return { ...NOT_KNOWN, alertname, outcome: 'heartbeat', reason: 'alerts arrive' };
  }

  private async consider({ alertname, model, key, conf }: WantedAlert, subject: string): Promise<Decision> {
    this.settings.requireAirflow();
    if (!this.registry.names().includes(model))
      return ignored(`there is no model ${model}`, { alertname, model });
    const { limits } = this.settings;
    const answer = await this.decide(model, (history) => judgeAlert(limits, history, key), {
      id: randomUUID(),
      trigger: 'alert',
      alertname,
      alertKey: key,
      requestedBy: subject,
      runId: (now) => alertRunId(model, limits.cooldownS, now),
      conf,
    });
    return { alertname, model, ...answer };
  }

  private decide(
    model: string,
    judge: (history: RetrainHistory) => Verdict,
    { runId, ...asked }: Asked,
  ): Promise<WishAnswer> {
    return whileRecordable(() =>
      this.repository.decide(model, async (history, decision) => {
        const { outcome, reason, record } = judge(history);
        if (record !== undefined) {
          const dagRunId = runId(history.now);
          const recorded = await decision.record(this.complete(model, record, { ...asked, dagRunId }));
          return recorded ? { outcome, reason, dag_run_id: dagRunId } : begunAlready(dagRunId);
        }
        await countRepetition(history, outcome, decision);
        return { outcome, reason, dag_run_id: history.last?.dagRunId ?? null };
      }),
    );
  }

  private complete(
    model: string,
    state: NewRetrain['state'],
    asked: Omit<NewRetrain, 'model' | 'version' | 'state'>,
  ): NewRetrain {
    const champion = this.registry
      .list()
      .find(({ manifest, champion: isChampion }) => isChampion && manifest.name === model);
    const version = champion?.manifest.version ?? null;
    return {
      ...asked,
      model,
      version,
      state,
      conf: { ...asked.conf, model_version: version, retrain_id: asked.id },
    };
  }
}

function judgeWishOf({ limits }: RetrainingSettings) {
  return (history: RetrainHistory) => judgeWish(limits, history);
}

/**
 * The same for all alerts of one pause, so that Airflow itself refuses a second run even if the record of the first one
 * is lost.
 */
function alertRunId(model: string, cooldownS: number, now: Date): string {
  const startS = Math.floor(now.getTime() / 1000 / Math.max(1, cooldownS)) * Math.max(1, cooldownS);
  return `retrain__${model}__${new Date(startS * 1000).toISOString()}`;
}

function begunAlready(dagRunId: string): WishAnswer {
  return { outcome: 'duplicate', reason: `${dagRunId} was begun already`, dag_run_id: dagRunId };
}

async function countRepetition(
  { last }: RetrainHistory,
  outcome: Verdict['outcome'],
  decision: RetrainDecision,
): Promise<void> {
  if (last !== undefined && (outcome === 'duplicate' || outcome === 'in_flight')) {
    await decision.repeated(last.dagRunId);
  }
}

function ignored(
  reason: string,
  { alertname = null, model = null }: Partial<Record<'alertname' | 'model', string | null>>,
): Decision {
  return { ...NOT_KNOWN, alertname, model, outcome: 'ignored', reason };
}
