import { describe, expect, test } from '@jest/globals';
import { decideAlert, decideManual, type PastRetrain, type RetrainLimits } from './retrain-policy.js';

const now = new Date('2026-05-01T12:00:00Z');
const limits: RetrainLimits = { mode: 'auto', cooldownS: 3_600, dailyCap: 2 };

function last(changes: Partial<PastRetrain> = {}): PastRetrain {
  return {
    state: 'success',
    requestedAt: new Date('2026-05-01T10:00:00Z'),
    dagRunId: 'retrain__rent__1',
    alertKey: 'old',
    ...changes,
  };
}

const never = { now, last: undefined, lastDryRun: undefined, today: 0 };
const decide = (history: Partial<PastRetrain> | undefined, today = 0, mode: RetrainLimits['mode'] = 'auto') =>
  decideAlert({ ...limits, mode }, { ...never, last: history && last(history), today }, 'new');

describe('an alert', () => {
  test('is accepted for a model that was never retrained, or not within the cool-down', () => {
    expect(decide(undefined)).toMatchObject({ outcome: 'accepted', record: 'accepted' });
    expect(decide({})).toMatchObject({ outcome: 'accepted', record: 'accepted' });
  });

  test.each(['awaiting_approval', 'accepted', 'queued', 'running'] as const)(
    'waits while a retraining is %s',
    (state) => {
      expect(decide({ state })).toMatchObject({ outcome: 'in_flight' });
      expect(decide({ state }).record).toBeUndefined();
    },
  );

  test.each(['success', 'failed', 'superseded'] as const)(
    'waits for the cool-down after one that ended as %s',
    (state) => {
      const decision = decide({ state, requestedAt: new Date('2026-05-01T11:00:01Z') });
      expect(decision).toMatchObject({ outcome: 'cooldown', reason: 'for another 1 s' });
      expect(decide({ state, requestedAt: new Date('2026-05-01T11:00:00Z') }).outcome).toBe('accepted');
    },
  );

  test('that is sent again is a duplicate until the cool-down is over', () => {
    const recent = { alertKey: 'new', requestedAt: new Date('2026-05-01T11:30:00Z') };
    expect(decide(recent).outcome).toBe('duplicate');
    expect(decide({ ...recent, state: 'failed' }).outcome).toBe('duplicate');
    expect(decide({ alertKey: 'new', state: 'running' }).outcome).toBe('duplicate');
  });

  test('that still fires after the cool-down leads to another retraining, whether the last one succeeded or failed', () => {
    expect(decide({ alertKey: 'new', state: 'failed' }).outcome).toBe('accepted');
    expect(decide({ alertKey: 'new', state: 'success' }).outcome).toBe('accepted');
  });

  test('is capped by the retrainings of the last 24 hours', () => {
    expect(decide({}, 1).outcome).toBe('accepted');
    expect(decide({}, 2)).toMatchObject({ outcome: 'capped' });
  });

  test('starts no run in the modes off, dry-run and approve', () => {
    expect(decide(undefined, 0, 'off')).toMatchObject({ outcome: 'switched_off' });
    expect(decide(undefined, 0, 'dry-run')).toMatchObject({ outcome: 'dry_run', record: 'dry_run' });
    expect(decide(undefined, 0, 'approve')).toMatchObject({
      outcome: 'awaiting_approval',
      record: 'awaiting_approval',
    });
  });

  test('is answered by a dry run only in the mode dry-run', () => {
    const dry = { ...never, lastDryRun: last({ state: 'dry_run', requestedAt: now, alertKey: 'new' }) };
    const decideIn = (mode: RetrainLimits['mode']) => decideAlert({ ...limits, mode }, dry, 'new');
    expect(decideIn('auto').outcome).toBe('accepted');
    expect(decideIn('dry-run').outcome).toBe('duplicate');
  });

  test('waits for the cool-down of a retraining that was followed by a dry run', () => {
    const history = {
      now,
      last: last({ requestedAt: now }),
      lastDryRun: last({ state: 'dry_run' }),
      today: 1,
    };
    expect(decideAlert(limits, history, 'new').outcome).toBe('cooldown');
  });
});

describe('a request of a person', () => {
  test('is refused only while a retraining is under way', () => {
    const recent = { ...never, last: last({ requestedAt: now }), today: 99 };
    expect(decideManual(limits, recent).outcome).toBe('accepted');
    expect(decideManual(limits, { ...recent, last: last({ state: 'queued' }) }).outcome).toBe('in_flight');
  });

  test('needs no second approval, and respects dry-run and off', () => {
    expect(decideManual({ ...limits, mode: 'approve' }, never).record).toBe('accepted');
    expect(decideManual({ ...limits, mode: 'dry-run' }, never).record).toBe('dry_run');
    expect(decideManual({ ...limits, mode: 'off' }, never).outcome).toBe('switched_off');
  });
});
