import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase } from '@plumbline/postgres/testing';
import { modelF1Drop, notification } from './alert-notification.js';
import { approver, fallOf, RetrainingCase, retrainer } from './retraining-case.js';
import type { RunningApp } from './running-app.js';
import { until } from '../../../test/until.js';

let retraining: RetrainingCase;

beforeAll(async () => {
  retraining = await RetrainingCase.begin();
});
afterAll(() => retraining.end());
beforeEach(() => retraining.forget());

describe('RETRAIN_MODE', () => {
  const inMode = async (mode: string, work: (replica: RunningApp) => Promise<unknown>, others = {}) => {
    const replica = await retraining.replica({ RETRAIN_MODE: mode, ...others });
    try {
      await work(replica);
    } finally {
      await replica.close();
    }
  };
  const decide = (replica: RunningApp, what: 'approve' | 'reject', id: string, headers = approver) =>
    replica.post(
      `/retrains/${id}/${what}`,
      what === 'reject' ? { reason: 'the labels are wrong' } : {},
      headers,
    );
  const waiting = async (replica: RunningApp) => {
    expect(await retraining.outcomes(notification(modelF1Drop()), replica)).toEqual(['awaiting_approval']);
    return (await retraining.trail())[0]!.id;
  };

  test('approve waits for a person, who approves', async () => {
    await inMode('approve', async (replica) => {
      const id = await waiting(replica);
      expect((await decide(replica, 'approve', id)).body).toMatchObject({ state: 'accepted' });
      await retraining.stateIs('queued');
      expect((await decide(replica, 'approve', id)).status).toBe(409);
    });
    expect(retraining.airflow.runs.size).toBe(1);
  });

  test('approve lets the client of Alertmanager neither decide nor start a retraining of its own', async () => {
    await inMode('approve', async (replica) => {
      const id = await waiting(replica);
      const answers = [
        await decide(replica, 'approve', id, retrainer),
        await decide(replica, 'reject', id, retrainer),
        await replica.post('/models/mood/retrain', { reason: 'now' }, retrainer),
      ];
      for (const { status, body } of answers) {
        expect([status, body['code'], body['scope']]).toEqual([403, 'insufficient_scope', 'retrain:approve']);
      }
    });
    expect(await retraining.trail()).toMatchObject([{ state: 'awaiting_approval' }]);
    expect(retraining.airflow.runs.size).toBe(0);
  });

  test('approve waits for a person, who rejects: the next alert counts after the cool-down', async () => {
    await inMode('approve', async (replica) => {
      const id = await waiting(replica);
      const { body } = await decide(replica, 'reject', id);
      expect(body).toMatchObject({ state: 'rejected', reason: 'the labels are wrong' });
      const again = modelF1Drop({ startsAt: '2026-05-01T11:00:00Z' });
      expect(await retraining.outcomes(notification(again), replica)).toEqual(['cooldown']);
      const answer = await replica.post('/models/rent/retrain', { reason: 'now' }, approver);
      expect(answer.body).toMatchObject({ outcome: 'accepted' });
    });
  });

  test.each(['off', 'dry-run'])(
    '%s starts no run that was accepted before, and approves nothing',
    async (mode) => {
      const own = await testDatabase(4);
      const onOwn = (of: string, work: (replica: RunningApp) => Promise<unknown>) =>
        inMode(of, work, { DATABASE_URL: own.url });
      const published = (replica: RunningApp, state: string, model = 'rent') =>
        until(
          async () => (await replica.metric(`retrain_run_state{model="${model}",state="${state}"}`)) === 1,
        );
      try {
        retraining.airflow.fault = () => 503;
        let id = '';
        await onOwn('approve', async (replica) => {
          await replica.post('/models/rent/retrain', { reason: 'now' }, approver);
          await retraining.outcomes(notification(fallOf('mood')), replica);
          id = (await retraining.trail(replica))[0]!.id;
        });
        retraining.airflow.fault = undefined;
        await own.pool.query('UPDATE predict.retrains SET next_attempt_at = now()');
        await onOwn(mode, async (replica) => {
          await published(replica, 'accepted');
          expect((await decide(replica, 'approve', id)).body).toMatchObject({
            code: 'retraining_switched_off',
          });
          expect(retraining.airflow.runs.size).toBe(0);
        });
        await onOwn('auto', (replica) => published(replica, 'queued'));
        expect(retraining.airflow.runs.size).toBe(1);
      } finally {
        await own.close();
      }
    },
  );

  test('dry-run changes neither the cool-down nor the record of earlier retrainings', async () => {
    await retraining.outcomes(notification(modelF1Drop()));
    await retraining.stateIs('queued');
    await retraining.endRun('success');
    const before = await retraining.trail();
    await inMode('dry-run', async (replica) => {
      const answer = await replica.post('/models/rent/retrain', { reason: 'an experiment' }, approver);
      expect(answer.body).toMatchObject({ outcome: 'dry_run' });
    });
    const again = modelF1Drop({ startsAt: '2026-05-01T11:00:00Z' });
    expect(await retraining.outcomes(notification(again))).toEqual(['cooldown']);
    expect((await retraining.trail()).slice(1).map(({ id, state }) => [id, state])).toEqual(
      before.map(({ id, state }) => [id, state]),
    );
  });
});
