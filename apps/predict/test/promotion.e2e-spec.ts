import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testDatabase } from '@plumbline/postgres/testing';
import { Replicas } from './replicas.js';
import { type Answer, type RunningApp, tokenFor } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { until } from '../../../test/until.js';

const flat = { area: 10, rooms: 1, balcony: false, district: 'centre' };
const models = { Authorization: `Bearer ${tokenFor('models', { sub: 'operator' })}` };

let repository: ScratchRepository;
let replicas: Replicas;
let app: RunningApp;

async function open(): Promise<void> {
  repository = new ScratchRepository();
  replicas = await Replicas.create({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
  app = await replicas.start();
}

async function close(): Promise<void> {
  await replicas.close();
  repository.delete();
}

const call = (action: string, body: unknown = {}, by = app) =>
  by.post(`/models/rent/${action}`, body, models);
const answeredBy = async (one: RunningApp) => (await one.post('/predict', flat)).body['version'];
const pointers = () =>
  JSON.parse(readFileSync(join(repository.path, 'rent/aliases.json'), 'utf8')) as unknown;
const outcome = ({ status, body }: Answer) => [status, body['code'] ?? body];

describe('200:', () => {
  beforeEach(open);
  afterEach(close);

  test('after a promotion the new champion answers immediately, and on every replica within seconds', async () => {
    const other = await replicas.start();
    expect([await answeredBy(app), await answeredBy(other)]).toEqual([1, 1]);
    const after = { model: 'rent', champion: 2, previous: 1, challenger: null };
    expect(outcome(await call('promote', { version: 2 }))).toEqual([200, after]);
    expect(await answeredBy(app)).toBe(2);
    await until(async () => (await answeredBy(other)) === 2);
    expect(
      await other.metric(
        'model_info{model="rent",version="1",model_type="LinearRegression",f1_average="",positive_class="",champion="false"}',
      ),
    ).toBe(1);
  });

  test('a repeated promotion changes nothing', async () => {
    const first = await call('promote', { version: 2 });
    expect(outcome(await call('promote', { version: 2 }))).toEqual(outcome(first));
    expect(pointers()).toEqual({ champion: 2, previous: 1, challenger: null });
  });

  test('a rollback goes back in one call; a repeated one does not go forward again', async () => {
    await call('promote', { version: 2 });
    const after = { model: 'rent', champion: 1, previous: null, challenger: null };
    expect(outcome(await call('rollback'))).toEqual([200, after]);
    expect(await answeredBy(app)).toBe(1);
    expect(outcome(await call('rollback'))).toEqual([409, 'no_previous_version']);
    expect(await answeredBy(app)).toBe(1);
  });

  test('a challenger is set, and removed when it is promoted or the trial ends', async () => {
    const tried = { model: 'rent', champion: 1, previous: null, challenger: 2 };
    expect(outcome(await call('challenger', { version: 2 }))).toEqual([200, tried]);
    expect(outcome(await call('challenger', { version: null }))).toEqual([
      200,
      { ...tried, challenger: null },
    ]);
    await call('challenger', { version: 2 });
    const won = { model: 'rent', champion: 2, previous: 1, challenger: null };
    expect(outcome(await call('promote', { version: 2 }))).toEqual([200, won]);
  });

  test('moves from two replicas at once end in one order, with the pointers of the last', async () => {
    repository.copyVersion('rent/2', 'rent/3');
    const other = await replicas.start();
    await Promise.all([call('promote', { version: 2 }), call('promote', { version: 3 }, other)]);
    const { champion, previous } = pointers() as { champion: number; previous: number };
    expect([[champion, previous].sort(), new Set([champion, previous]).size]).toEqual([[2, 3], 2]);
    await until(async () => (await answeredBy(app)) === champion && (await answeredBy(other)) === champion);
  });

  test('a promotion repairs a pointer file that cannot be read', async () => {
    writeFileSync(join(repository.path, 'rent/aliases.json'), '{"champion"');
    expect((await call('promote', { version: 2 })).status).toBe(200);
    expect(pointers()).toEqual({ champion: 2, previous: 1, challenger: null });
  });

  test.each([
    ['the champion, promoted again', { champion: 1, previous: 9 }, 1, null],
    ['another version, after a previous one that is missing', { champion: 1, previous: 9 }, 2, 1],
    ['another version, after a champion that is missing', { champion: 9, previous: null }, 2, 1],
  ])('no missing version becomes the previous one: %s', async (_case, written, version, previous) => {
    repository.point('rent', { ...written, challenger: null });
    expect((await call('promote', { version })).status).toBe(200);
    expect(pointers()).toEqual({ champion: version, previous, challenger: null });
  });

  test('pointers move while the database is away', async () => {
    await replicas.database.close();
    expect((await call('promote', { version: 2 })).status).toBe(200);
    expect((await call('rollback')).status).toBe(200);
    expect(pointers()).toEqual({ champion: 1, previous: null, challenger: null });
    replicas.database = await testDatabase();
  });
});

describe('refused, which changes nothing:', () => {
  beforeAll(open);
  afterAll(close);

  test.each([
    ['promote', {}, [400, 'validation_failed']],
    ['promote', { version: '2' }, [400, 'validation_failed']],
    ['promote', { version: 0 }, [400, 'validation_failed']],
    ['promote', { version: 1.5 }, [400, 'validation_failed']],
    ['promote', { version: 2, force: true }, [400, 'validation_failed']],
    ['challenger', {}, [400, 'validation_failed']],
    ['promote', { version: 9 }, [404, 'model_version_not_found']],
    ['challenger', { version: 9 }, [404, 'model_version_not_found']],
    ['challenger', { version: 1 }, [409, 'challenger_is_champion']],
    ['rollback', {}, [409, 'no_previous_version']],
  ])('%s with %j: %j', async (action, body, expected) => {
    expect(outcome(await call(action, body))).toEqual(expected);
    expect(pointers()).toEqual({ champion: 1, previous: null, challenger: null });
  });

  test('an unknown model, also one that is a path', async () => {
    for (const name of ['lease', '..%2frent', '%2e%2e', '.', 'rent%2f1']) {
      const answer = await app.post(`/models/${name}/promote`, { version: 1 }, models);
      expect([name, answer.status]).toEqual([name, 404]);
    }
  });

  test.each(['promote', 'rollback', 'challenger'])('%s without the scope models', async (action) => {
    const body = { version: 2 };
    const bare = await app.post(`/models/rent/${action}`, body, { Authorization: '' });
    const weak = await app.post(`/models/rent/${action}`, body);
    expect([bare, weak].map(outcome)).toEqual([
      [401, 'access_token_missing'],
      [403, 'insufficient_scope'],
    ]);
    expect(pointers()).toEqual({ champion: 1, previous: null, challenger: null });
  });
});

describe('refused because of files:', () => {
  beforeEach(open);
  afterEach(close);

  test.each(['promote', 'challenger'])('%s of a broken version, with the reason', async (action) => {
    repository.copyVersion('rent/2', 'rent/3');
    repository.remove('rent/3/golden.json');
    const answer = await call(action, { version: 3 });
    expect(outcome(answer)).toEqual([409, 'version_not_served']);
    expect(answer.body['detail']).toBe('Version 3 of model rent is not served: golden.json is missing');
  });

  test('a rollback to a missing version, with its number and a remedy', async () => {
    repository.point('rent', { champion: 1, previous: 9, challenger: null });
    const answer = await call('rollback');
    expect(outcome(answer)).toEqual([409, 'no_previous_version']);
    expect(answer.body['detail']).toBe(
      'Version 9, the previous champion of model rent, is not in the models folder. Restore it, or promote another version: POST /models/rent/promote.',
    );
  });
});
