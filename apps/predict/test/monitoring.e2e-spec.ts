import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Replicas } from './replicas.js';
import type { RunningApp } from './running-app.js';
import { toyModels } from './toy-models.js';
import { tokenFor } from './token-issuer.js';
import { until } from '../../../test/until.js';

let replicas: Replicas;
beforeEach(async () => {
  replicas = await Replicas.create({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'parity',
    PREDICT_MONITORING_INTERVAL_MS: '100',
  });
});
afterEach(() => replicas.close());

const ask = (app: RunningApp, path: string) =>
  app.get(path, { Authorization: `Bearer ${tokenFor('monitor')}` });

describe('without a reference profile', () => {
  test('the window is counted, and there is no drift', async () => {
    const app = await replicas.start();
    for (let number = 0; number < 6; number += 1) {
      const { body } = await app.post('/predict', { number });
      await app.post('/feedback', { prediction_id: body['prediction_id'], actual: 'odd' });
    }
    const size = 'monitoring_window_size{model="parity",version="1",window="predictions"}';
    await until(async () => (await app.metric(size)) === 6);
    const drift = await ask(app, '/models/parity/drift');
    expect(drift.body).toMatchObject({ model: 'parity', version: 1, profile: null, drift: null });
    const quality = async () => (await ask(app, '/models/parity/quality')).body;
    await until(async () => ((await quality())['window'] as { rows: number }).rows === 6);
    expect(await quality()).toMatchObject({ quality: { task: 'binary', accuracy: 0.5 } });
    expect(await app.metric('data_drift_score{model="parity",version="1"}')).toBeUndefined();
  });
});
