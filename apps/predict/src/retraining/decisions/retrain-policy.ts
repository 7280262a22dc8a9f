import type { RequestOutcome, RetrainState } from './retrain.schema.js';

/** The limits on retraining. */
export interface RetrainLimits {
  readonly mode: 'auto' | 'approve' | 'dry-run' | 'off';
  /** After an alert led to the retraining of a model, no other does for this time. */
  readonly cooldownS: number;
  /** Retrainings of one model within 24 hours. */
  readonly dailyCap: number;
}

/** An earlier retraining of a model. */
export interface PastRetrain {
  readonly state: RetrainState;
  readonly requestedAt: Date;
  readonly dagRunId: string;
  /** Identifies the alert that asked for it. */
  readonly alertKey: string | null;
}

/** The earlier retrainings of a model. */
export interface RetrainHistory {
  /** The time by the clock of the database, which dates the requests. */
  readonly now: Date;
  /** Excludes runs that Airflow refused, and dry runs. */
  readonly last: PastRetrain | undefined;
  readonly lastDryRun: PastRetrain | undefined;
  /** Number of retrainings requested within the last 24 hours. */
  readonly today: number;
}

/** A decision about a request for retraining. */
export interface PolicyDecision {
  readonly outcome: RequestOutcome;
  readonly reason: string;
  /** The state of the retraining to record; absent when none is recorded. */
  readonly record?: 'accepted' | 'awaiting_approval' | 'dry_run';
}

const ACTIVE: readonly RetrainState[] = ['awaiting_approval', 'accepted', 'queued', 'running'];

const SWITCHED_OFF: PolicyDecision = { outcome: 'switched_off', reason: 'RETRAIN_MODE is off' };

/**
 * Decides about an alert: a model has one retraining at a time, then a cool-down, and at most `dailyCap` in 24 hours,
 * however often the alert is sent.
 * @param alertKey identifies the firing of the alert; repeated notifications have the same.
 */
export function decideAlert(
  limits: RetrainLimits,
  { now, last, lastDryRun, today }: RetrainHistory,
  alertKey: string,
): PolicyDecision {
  if (limits.mode === 'off') return SWITCHED_OFF;
  for (const earlier of limits.mode === 'dry-run' ? [last, lastDryRun] : [last]) {
    const answer = earlier && answerOf(earlier, { limits, alertKey, now });
    if (answer !== undefined) return answer;
  }
  if (today >= limits.dailyCap) {
    return {
      outcome: 'capped',
      reason: `${today} retrainings in 24 hours; RETRAIN_DAILY_CAP is ${limits.dailyCap}`,
    };
  }
  return accept(limits.mode);
}

/** Decides about a person's request: cool-down and daily cap do not apply. */
export function decideManual(limits: RetrainLimits, { last }: RetrainHistory): PolicyDecision {
  if (limits.mode === 'off') return SWITCHED_OFF;
  if (last !== undefined && ACTIVE.includes(last.state)) return inFlight(last);
  return accept(limits.mode === 'approve' ? 'auto' : limits.mode);
}

/** Seconds until alerts may lead to retraining of the model again; 0 when they may now. */
export function cooldownRemainingS({ cooldownS }: RetrainLimits, requestedAt: Date, now: Date): number {
  return Math.max(0, cooldownS - (now.getTime() - requestedAt.getTime()) / 1000);
}

/** Undefined when the retraining and its cool-down are over: an alert that still fires needs another one. */
function answerOf(
  earlier: PastRetrain,
  { limits, alertKey, now }: { limits: RetrainLimits; alertKey: string; now: Date },
): PolicyDecision | undefined {
  const remainingS = cooldownRemainingS(limits, earlier.requestedAt, now);
  const active = ACTIVE.includes(earlier.state);
  if (!active && remainingS === 0) return undefined;
  if (earlier.alertKey === alertKey) {
    return { outcome: 'duplicate', reason: `${earlier.dagRunId} answers this alert` };
  }
  if (active) return inFlight(earlier);
  return { outcome: 'cooldown', reason: `for another ${Math.ceil(remainingS)} s` };
}

function inFlight({ dagRunId, state }: PastRetrain): PolicyDecision {
  const hint = state === 'awaiting_approval' ? ': approve or reject it' : '';
  return { outcome: 'in_flight', reason: `${dagRunId} is ${state}${hint}` };
}

function accept(mode: Exclude<RetrainLimits['mode'], 'off'>): PolicyDecision {
  switch (mode) {
    case 'auto':
      return { outcome: 'accepted', reason: 'the run will be started', record: 'accepted' };
    case 'approve':
      return {
        outcome: 'awaiting_approval',
        reason: 'RETRAIN_MODE is approve: a person has to approve it',
        record: 'awaiting_approval',
      };
    case 'dry-run':
      return { outcome: 'dry_run', reason: 'RETRAIN_MODE is dry-run: no run is started', record: 'dry_run' };
  }
}
