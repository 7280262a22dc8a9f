import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { until } from '../../../test/until.js';
import { publisher } from './uploads.js';

const SWAPS = 12;
const CLIENTS = 8;
/** Between two requests of one client, in ms: the swaps need the processor too. */
const PACE_MS = 2;
const flat = { area: 10, rooms: 1, balcony: false, district: 'centre' };

const repository = new ScratchRepository();
let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

/** What clients were told: how often each version answered, and everything that was no answer. */
class Clients {
  readonly versions = new Map<number, number>();
  readonly failures: unknown[] = [];
  stopped = false;

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: CLIENTS }, (_, index) => this.client(index % 2 === 0)));
  }

  private async client(single: boolean): Promise<void> {
    const [path, body] = single ? ['/predict', flat] : ['/predict/batch', { instances: [flat, flat, flat] }];
    while (!this.stopped) {
      const answer = await app.post(path, body).catch((error: unknown) => ({ status: error, body: {} }));
      const { version } = answer.body as { version?: number };
      if (answer.status === 200 && version !== undefined) {
        this.versions.set(version, (this.versions.get(version) ?? 0) + 1);
      } else this.failures.push([answer.status, answer.body]);
      await pause(PACE_MS);
    }
  }

  get answers(): number {
    return [...this.versions.values()].reduce((sum, count) => sum + count, 0);
  }
}

test(`${SWAPS} swaps under load, each adding and removing a version, fail no request`, async () => {
  await app.get('/docs/json');
  const clients = new Clients();
  const running = clients.run();
  const last = SWAPS + 2;
  for (let version = 3; version <= last; version += 1) {
    repository.copyVersion(`rent/${version - 1}`, `rent/${version}`);
    const promoted = await app.post('/models/rent/promote', { version }, publisher);
    expect(promoted.body).toEqual({
      model: 'rent',
      champion: version,
      previous: expect.any(Number),
      challenger: null,
    });
    // The champion before keeps its folder, so that a rollback stays possible.
    if (version > 4) repository.remove(`rent/${version - 2}`);
    const answered = clients.answers;
    await until(() => clients.answers > answered + CLIENTS);
  }
  clients.stopped = true;
  await running;
  expect(clients.failures).toEqual([]);
  expect(clients.versions.size).toBeGreaterThan(SWAPS);
  expect((await app.post('/predict', flat)).body['version']).toBe(last);
});

test('removed versions are neither served nor exported', async () => {
  const gone = 'model="rent",version="8"';
  expect(existsSync(join(repository.path, 'rent/8'))).toBe(false);
  await until(async () => (await app.metric(`model_loaded{${gone}}`)) === undefined);
  const exported = await (await fetch(`${app.url}/metrics`)).text();
  expect(exported).not.toContain(gone);
  const { components } = (await app.get('/docs/json')).body as { components: { schemas: object } };
  expect(Object.keys(components.schemas)).toContain(`rent-${SWAPS + 2}`);
  expect(Object.keys(components.schemas)).not.toContain('rent-8');
  const { body } = await app.get('/models/rent');
  expect((body['versions'] as { version: number }[]).length).toBeLessThan(6);
});
