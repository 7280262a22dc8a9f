import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Replicas } from './replicas.js';
import type { RunningApp } from './running-app.js';
import { type Editable, ScratchRepository } from './toy-models.js';
import { until } from '../../../test/until.js';
import { publisher } from './uploads.js';

const TRIED = 'model="parity",version="2"';

let repository: ScratchRepository;
let replicas: Replicas;
let app: RunningApp;
beforeEach(async () => {
  repository = new ScratchRepository();
  addContrary();
  replicas = await Replicas.create({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'parity' });
  app = await replicas.start();
});
afterEach(async () => {
  await replicas.close();
  repository.delete();
});

const flipped: Record<string, string> = { odd: 'even', even: 'odd' };

/** Version 2 of parity: the same graph with its classes exchanged, so that it contradicts version 1. */
function addContrary(): void {
  repository.copyVersion('parity/1', 'parity/2');
  repository.edit<{ prediction: string }[]>('parity/2', 'golden.json', (golden) => {
    for (const row of golden) row.prediction = flipped[row.prediction]!;
  });
  repository.edit('parity/2', 'manifest.json', (manifest) => {
    (manifest['classes'] as string[]).reverse();
    manifest['positive_class'] = flipped[manifest['positive_class'] as string];
  });
}

const challenge = (version: number | null) => app.post('/models/parity/challenger', { version }, publisher);
const result = (name: string) => app.metric(`shadow_predictions_total{${TRIED},result="${name}"}`);
const f1Of = (role: string, by = app) => by.metric(`shadow_f1_score{${TRIED},role="${role}"}`);

/** Predicts numbers and says what they were: odd unless the number can be divided by four. */
async function labelled(count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const { status, body } = await app.post('/predict', { number });
    expect([status, body['version']]).toEqual([200, 1]);
    const actual = number % 4 === 0 ? 'even' : 'odd';
    const answer = await app.post('/feedback', { prediction_id: body['prediction_id'], actual });
    expect(answer.status).toBe(200);
  }
}

test('a challenger predicts the rows of the champion, and both are scored over the same labelled rows', async () => {
  expect((await challenge(2)).status).toBe(200);
  expect([await result('agreed'), await result('disagreed')]).toEqual([0, 0]);
  await labelled(20);
  await until(async () => (await result('disagreed')) === 20);
  await until(async () => (await app.metric(`monitoring_window_size{${TRIED},window="shadow"}`)) === 20);
  // Odd is positive. Champion: of 15 odd it finds 10, and calls none odd that is even.
  expect(await f1Of('champion')).toBeCloseTo(20 / 25, 12);
  // The challenger finds the 5 others, and calls 5 odd that are even.
  expect(await f1Of('challenger')).toBeCloseTo(10 / 25, 12);
  expect([await result('agreed'), await result('failed'), await result('dropped')]).toEqual([0, 0, 0]);
});

test('other replicas publish the same numbers, also one that starts later', async () => {
  await challenge(2);
  await labelled(8);
  const other = await replicas.start();
  await until(async () => (await f1Of('challenger', other)) !== undefined);
  await until(async () => (await f1Of('challenger', other)) === (await f1Of('challenger')));
});

test('rows that a challenger cannot predict are counted, and the champion answers them', async () => {
  repository.copyVersion('parity/1', 'parity/3');
  repository.edit('parity/3', 'manifest.json', (manifest) => {
    (manifest['features'] as Editable[])[0]!['maximum'] = 7;
  });
  expect((await challenge(3)).status).toBe(200);
  await labelled(12);
  const counted = (name: string) =>
    app.metric(`shadow_predictions_total{model="parity",version="3",result="${name}"}`);
  await until(async () => (await counted('failed')) === 4);
  expect(await counted('agreed')).toBe(8);
});

test('the gauges of a trial are removed at its end', async () => {
  await challenge(2);
  await labelled(8);
  await until(async () => (await f1Of('challenger')) !== undefined);
  await challenge(null);
  expect([await f1Of('champion'), await f1Of('challenger')]).toEqual([undefined, undefined]);
  const before = await result('disagreed');
  await labelled(4);
  expect(await result('disagreed')).toBe(before);
});
