import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { modelF1Drop, notification } from './alert-notification.js';
import { type RunningApp, tokenFor } from './running-app.js';
import { approver, RetrainingCase } from './retraining-case.js';
import { ScratchRepository } from './toy-models.js';
import { asVersion, filesOf, publish, publisher } from './uploads.js';

interface Page {
  readonly events: readonly Record<string, unknown>[];
  readonly next: string | null;
}

const admin = { Authorization: `Bearer ${tokenFor('admin', { sub: 'kim' })}` };

let repository: ScratchRepository;
let retraining: RetrainingCase;
let app: RunningApp;

beforeAll(async () => {
  repository = new ScratchRepository();
  retraining = await RetrainingCase.begin();
  app = await retraining.replica({ PREDICT_MODELS_DIR: repository.path, RETRAIN_MODE: 'approve' });
});
afterAll(async () => {
  await app.close();
  await retraining.end();
  repository.delete();
});

async function trail(query = ''): Promise<Page> {
  const { status, body } = await app.get<Page>(`/audit${query}`, admin);
  expect(status).toBe(200);
  return body;
}

const changesOf = ({ events }: Page) =>
  events.map(({ action, subject, target, before, after }) => ({ action, subject, target, before, after }));

describe('GET /audit', () => {
  test('lists publishing and every move of the pointers, with what was there before', async () => {
    const move = (action: string, body: unknown = {}) => app.post(`/models/rent/${action}`, body, publisher);
    await publish(app, 'rent', asVersion(filesOf(join(repository.path, 'rent/2')), 3));
    await move('challenger', { version: 3 });
    await move('challenger', { version: null });
    await move('promote', { version: 3 });
    await move('promote', { version: 3 });
    await move('promote', { version: 99 });
    await move('rollback');
    const pointers = (champion: number, previous: number | null, challenger: number | null) => ({
      champion,
      previous,
      challenger,
    });
    const { events } = await trail('?target=rent');
    const champion = (events.at(-2)?.['before'] as { champion: number }).champion;
    const by = { subject: 'publisher', target: 'rent' };
    const start = pointers(champion, null, null);
    expect(changesOf({ events, next: null })).toEqual([
      { ...by, action: 'model.rolled_back', before: pointers(3, champion, null), after: start },
      { ...by, action: 'model.promoted', before: start, after: pointers(3, champion, null) },
      { ...by, action: 'challenger.removed', before: pointers(champion, null, 3), after: start },
      { ...by, action: 'challenger.set', before: start, after: pointers(champion, null, 3) },
      { ...by, action: 'version.published', before: null, after: { version: 3 } },
    ]);
    expect(Date.parse(String(events[0]?.['at']))).toBeGreaterThan(Date.now() - 600_000);
  });

  test('lists who asked for a retraining and who approved or rejected it', async () => {
    for (const [decision, model] of [
      ['approve', 'mood'],
      ['reject', 'greeting'],
    ] as const) {
      const alert = modelF1Drop({ labels: { alertname: 'ModelF1Drop', model }, fingerprint: model });
      await retraining.outcomes(notification(alert), app);
      const { id } = (await retraining.trail(app))[0]!;
      const body = decision === 'reject' ? { reason: 'the labels are wrong' } : {};
      await app.post(`/retrains/${id}/${decision}`, body, approver);
      await app.post(`/retrains/${id}/${decision}`, body, approver);
    }
    const dag_run_id = expect.stringContaining('retrain__');
    const pending = { dag_run_id, state: 'awaiting_approval' };
    const asked = { ...pending, trigger: 'alert', alertname: 'ModelF1Drop' };
    expect(changesOf(await trail('?target=mood'))).toEqual([
      expect.objectContaining({
        action: 'retraining.approved',
        subject: 'rosa',
        before: pending,
        after: { dag_run_id, state: 'accepted' },
      }),
      { action: 'retraining.requested', subject: 'test-user', target: 'mood', before: null, after: asked },
    ]);
    expect(changesOf(await trail('?action=retraining.rejected'))).toEqual([
      {
        action: 'retraining.rejected',
        subject: 'rosa',
        target: 'greeting',
        before: pending,
        after: { dag_run_id, state: 'rejected', reason: 'the labels are wrong' },
      },
    ]);
  });

  test('follows pages to the end, each event once', async () => {
    const { events: all } = await trail();
    const ids: unknown[] = [];
    let next: string | null = null;
    do {
      const page: Page = await trail(`?limit=2${next === null ? '' : `&before=${next}`}`);
      ids.push(...page.events.map(({ id }) => id));
      next = page.next;
    } while (next !== null);
    expect(ids).toEqual(all.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(3);
  });

  test.each(['limit=0', 'limit=1001', 'before=x', 'action=guess', 'other=1'])(
    '400 for ?%s',
    async (query) => {
      expect((await app.get(`/audit?${query}`, admin)).status).toBe(400);
    },
  );

  test('needs the scope admin', async () => {
    const others = `Bearer ${tokenFor('predict feedback monitor models retrain')}`;
    expect((await app.get('/audit', { Authorization: others })).status).toBe(403);
  });
});
