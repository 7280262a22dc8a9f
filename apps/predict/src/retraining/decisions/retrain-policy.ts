import type { Outcome } from '../alerts/index.js';
import type { RetrainState } from './retrain.schema.js';

/** When retraining is started. */
export interface RetrainLimits {
  readonly mode: 'auto' | 'approve' | 'dry-run' | 'off';
  /** No second retraining of a model within this time of the last one. */
  readonly cooldownS: number;
  /** Retrainings of one model within 24 hours. */
  readonly dailyCap: number;
}

/** Whether what was accepted is started now; otherwise it waits until the mode is another one. */
export const isStarting = ({ mode }: Pick<RetrainLimits, 'mode'>): boolean =>
  mode === 'auto' || mode === 'approve';

/** The last retraining of a model. */
export interface LastRetrain {
  readonly state: RetrainState;
  readonly requestedAt: Date;
  readonly dagRunId: string;
  /** Identifies the alert that asked for it. */
  readonly alertKey: string | null;
}

/** What is known of a model when it is to be retrained. */
export interface RetrainHistory {
  /** The time by the clock of the database, which dates the requests. */
  readonly now: Date;
  /** What Airflow refused is none, nor is a dry run. */
  readonly last: LastRetrain | undefined;
  readonly lastDryRun: LastRetrain | undefined;
  /** Retrainings requested within the last 24 hours. */
  readonly today: number;
}

/** What is to be done. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly reason: string;
  /** The state of the retraining to record; absent when none is recorded. */
  readonly record?: 'accepted' | 'awaiting_approval' | 'dry_run';
}

const ACTIVE: readonly RetrainState[] = ['awaiting_approval', 'accepted', 'queued', 'running'];

/**
 * Decides about an alert: one retraining of a model at a time, then a pause, never more than so many a day, however
 * often the alert is sent.
 * @param alertKey identifies the alert's firing; a repetition has the same.
 */
export function judgeAlert(
  limits: RetrainLimits,
  { now, last, lastDryRun, today }: RetrainHistory,
  alertKey: string,
): Verdict {
  if (limits.mode === 'off') return { outcome: 'switched_off', reason: 'RETRAIN_MODE is off' };
  for (const earlier of limits.mode === 'dry-run' ? [last, lastDryRun] : [last]) {
    const answered = earlier && answeredBy(limits, earlier, alertKey, now);
    if (answered !== undefined) return answered;
  }
  if (today >= limits.dailyCap) {
    return {
      outcome: 'capped',
      reason: `${today} retrainings in 24 hours; RETRAIN_DAILY_CAP is ${limits.dailyCap}`,
    };
  }
  return accepted(limits.mode);
}

/** Undefined when the last retraining is over and its pause as well: what still fires then, it did not help. */
function answeredBy(
  limits: RetrainLimits,
  last: LastRetrain,
  alertKey: string,
  now: Date,
): Verdict | undefined {
  const remainingS = cooldownRemainingS(limits, last, now);
  const active = ACTIVE.includes(last.state);
  if (!active && remainingS === 0) return undefined;
  if (last.alertKey === alertKey) {
    return { outcome: 'duplicate', reason: `this alert is answered by ${last.dagRunId}` };
  }
  if (active) return inFlight(last);
  return { outcome: 'cooldown', reason: `for another ${Math.ceil(remainingS)} s` };
}

function inFlight({ dagRunId, state }: LastRetrain): Verdict {
  const hint = state === 'awaiting_approval' ? ': approve or reject it' : '';
  return { outcome: 'in_flight', reason: `${dagRunId} is ${state}${hint}` };
}

/** Decides about a wish by hand, which neither pause nor cap hold up: a person has looked. */
export function judgeWish(limits: RetrainLimits, { last }: RetrainHistory): Verdict {
  if (limits.mode === 'off') return { outcome: 'switched_off', reason: 'RETRAIN_MODE is off' };
  if (last !== undefined && ACTIVE.includes(last.state)) return inFlight(last);
  return accepted(limits.mode === 'approve' ? 'auto' : limits.mode);
}

/** Seconds until a model may be retrained again; 0 when it may. */
export function cooldownRemainingS(
  { cooldownS }: RetrainLimits,
  { requestedAt }: Pick<LastRetrain, 'requestedAt'>,
  now: Date,
): number {
  return Math.max(0, cooldownS - (now.getTime() - requestedAt.getTime()) / 1000);
}

function accepted(mode: Exclude<RetrainLimits['mode'], 'off'>): Verdict {
  if (mode === 'dry-run') {
    return { outcome: 'dry_run', reason: 'RETRAIN_MODE is dry-run: nothing is started', record: 'dry_run' };
  }
  if (mode === 'approve') {
    return {
      outcome: 'awaiting_approval',
      reason: 'RETRAIN_MODE is approve: a person has to agree',
      record: 'awaiting_approval',
    };
  }
  return { outcome: 'accepted', reason: 'it will be started', record: 'accepted' };
}
