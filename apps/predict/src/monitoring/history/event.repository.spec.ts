import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { PredictDatabase } from '../../database/index.js';
import { EventRepository } from './event.repository.js';

const START = Date.parse('2026-03-01T12:00:00Z') / 1000;
const range = { fromS: START, resolutionS: 3_600, points: 2 };

let database: TestDatabase;
beforeEach(async () => {
  database = await predictTestDatabase();
});
afterEach(() => database.close());

test('events are the changes and retrainings of the model within the range, in order', async () => {
  await database.pool.query(
    `INSERT INTO predict.audit_events (key, at, action, subject, target, after)
     SELECT gen_random_uuid(), to_timestamp($1) + make_interval(mins => minute), action, 'kim', target, after::jsonb
     FROM (VALUES
       (-1, 'version.published', 'toy', '{"version": 1}'), (10, 'version.published', 'toy', '{"version": 2}'),
       (20, 'model.promoted', 'toy', '{"champion": 2}'), (21, 'model.promoted', 'rent', '{"champion": 9}'),
       (30, 'model.rolled_back', 'toy', '{"champion": 1}'), (5, 'retraining.requested', 'toy', '{}')
     ) AS event (minute, action, target, after)`,
    [START],
  );
  await database.pool.query(
    `INSERT INTO predict.retrains (id, model, version, state, trigger, alertname, requested_by, requested_at,
       updated_at, dag_run_id, conf, notifications, attempts, next_attempt_at)
     VALUES (gen_random_uuid(), 'toy', 1, 'success', 'alert', 'ModelF1Drop', 'alertmanager',
       to_timestamp($1) + interval '5 minutes', to_timestamp($1) + interval '15 minutes', 'run', '{}', 1, 1, now())`,
    [START],
  );
  const events = await new EventRepository(new PredictDatabase(database)).list('toy', range);
  expect(events.map(({ kind, title, version }) => ({ kind, title, version }))).toEqual([
    { kind: 'alert', title: 'ModelF1Drop', version: 1 },
    { kind: 'publication', title: 'Version 2 published', version: 2 },
    { kind: 'retraining', title: 'Retraining succeeded', version: 1 },
    { kind: 'promotion', title: 'Version 2 promoted', version: 2 },
    { kind: 'rollback', title: 'Version 1 restored by a rollback', version: 1 },
  ]);
});
