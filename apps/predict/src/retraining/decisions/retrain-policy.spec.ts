import { describe, expect, test } from '@jest/globals';
import { judgeAlert, judgeWish, type LastRetrain, type RetrainLimits } from './retrain-policy.js';

const now = new Date('2026-05-01T12:00:00Z');
const limits: RetrainLimits = { mode: 'auto', cooldownS: 3_600, dailyCap: 2 };

function last(changes: Partial<LastRetrain> = {}): LastRetrain {
  return {
    state: 'success',
    requestedAt: new Date('2026-05-01T10:00:00Z'),
    dagRunId: 'retrain__rent__1',
    alertKey: 'old',
    ...changes,
  };
}

const never = { now, last: undefined, lastDryRun: undefined, today: 0 };
const judge = (history: Partial<LastRetrain> | undefined, today = 0, mode: RetrainLimits['mode'] = 'auto') =>
  judgeAlert({ ...limits, mode }, { ...never, last: history && last(history), today }, 'new');

describe('an alert', () => {
  test('is accepted for a model that was never retrained, or long ago', () => {
    expect(judge(undefined)).toMatchObject({ outcome: 'accepted', record: 'accepted' });
    expect(judge({})).toMatchObject({ outcome: 'accepted', record: 'accepted' });
  });

  test.each(['awaiting_approval', 'accepted', 'queued', 'running'] as const)(
    'waits while a retraining is %s',
    (state) => {
      expect(judge({ state })).toMatchObject({ outcome: 'in_flight' });
      expect(judge({ state }).record).toBeUndefined();
    },
  );

  test.each(['success', 'failed', 'superseded'] as const)(
    'waits for the pause after one that ended as %s',
    (state) => {
      const verdict = judge({ state, requestedAt: new Date('2026-05-01T11:00:01Z') });
      expect(verdict).toMatchObject({ outcome: 'cooldown', reason: 'for another 1 s' });
      expect(judge({ state, requestedAt: new Date('2026-05-01T11:00:00Z') }).outcome).toBe('accepted');
    },
  );

  test('that repeats itself is a duplicate until the pause is over', () => {
    const recent = { alertKey: 'new', requestedAt: new Date('2026-05-01T11:30:00Z') };
    expect(judge(recent).outcome).toBe('duplicate');
    expect(judge({ ...recent, state: 'failed' }).outcome).toBe('duplicate');
    expect(judge({ alertKey: 'new', state: 'running' }).outcome).toBe('duplicate');
  });

  test('that still fires when the pause is over leads to another retraining, whatever came of the last', () => {
    expect(judge({ alertKey: 'new', state: 'failed' }).outcome).toBe('accepted');
    expect(judge({ alertKey: 'new', state: 'success' }).outcome).toBe('accepted');
  });

  test('is capped by the retrainings of the last 24 hours', () => {
    expect(judge({}, 1).outcome).toBe('accepted');
    expect(judge({}, 2)).toMatchObject({ outcome: 'capped' });
  });

  test('starts nothing in the modes that say so', () => {
    expect(judge(undefined, 0, 'off')).toMatchObject({ outcome: 'switched_off' });
    expect(judge(undefined, 0, 'dry-run')).toMatchObject({ outcome: 'dry_run', record: 'dry_run' });
    expect(judge(undefined, 0, 'approve')).toMatchObject({
      outcome: 'awaiting_approval',
      record: 'awaiting_approval',
    });
  });

  test('is held up by a dry run only in the mode that makes them', () => {
    const dry = { ...never, lastDryRun: last({ state: 'dry_run', requestedAt: now, alertKey: 'new' }) };
    const judgeIn = (mode: RetrainLimits['mode']) => judgeAlert({ ...limits, mode }, dry, 'new');
    expect(judgeIn('auto').outcome).toBe('accepted');
    expect(judgeIn('dry-run').outcome).toBe('duplicate');
  });

  test('waits for the pause of a retraining whatever was tried dry since', () => {
    const history = {
      now,
      last: last({ requestedAt: now }),
      lastDryRun: last({ state: 'dry_run' }),
      today: 1,
    };
    expect(judgeAlert(limits, history, 'new').outcome).toBe('cooldown');
  });
});

describe('a wish by hand', () => {
  test('is held up by a retraining under way alone', () => {
    const recent = { ...never, last: last({ requestedAt: now }), today: 99 };
    expect(judgeWish(limits, recent).outcome).toBe('accepted');
    expect(judgeWish(limits, { ...recent, last: last({ state: 'queued' }) }).outcome).toBe('in_flight');
  });

  test('needs no second approval, and respects dry-run and off', () => {
    expect(judgeWish({ ...limits, mode: 'approve' }, never).record).toBe('accepted');
    expect(judgeWish({ ...limits, mode: 'dry-run' }, never).record).toBe('dry_run');
    expect(judgeWish({ ...limits, mode: 'off' }, never).outcome).toBe('switched_off');
  });
});
