import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { toyModels } from './toy-models.js';
import { until } from '../../../test/until.js';

const settings = {
  PREDICT_MODELS_DIR: toyModels,
  PREDICT_DEFAULT_MODEL: 'parity',
  PREDICT_MONITORING_INTERVAL_MS: '100',
};
const PAGE = '/models/parity/report';

/** As a browser or curl asks, unless told otherwise. */
function ask(app: RunningApp, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(app.url + path, {
    headers: { Authorization: `Bearer ${tokenFor('monitor')}`, Accept: '*/*', ...headers },
  });
}

async function json(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

describe('GET /models/{model}/report', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp(settings);
    for (let number = 0; number < 6; number += 1) {
      const { body } = await app.post('/predict', { number });
      await app.post('/feedback', { prediction_id: body['prediction_id'], actual: 'odd' });
    }
    await until(async () => {
      const { evaluation } = await json(await ask(app, PAGE, { Accept: 'application/json' }));
      return (evaluation as { feedback: { rows: number } } | null)?.feedback.rows === 6;
    });
  });
  afterAll(() => app.close());

  test('is a page with a policy that allows only its own style', async () => {
    const response = await ask(app, PAGE);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]+='; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox$/,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toContain('Accept');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('No reference profile.');
    expect(page).toContain('Confusion matrix');
  });

  test('is JSON for a client that accepts JSON', async () => {
    const response = await ask(app, PAGE, { Accept: 'application/json' });
    expect(response.status).toBe(200);
    expect(await json(response)).toMatchObject({
      model: 'parity',
      version: 1,
      champion: true,
      task: 'binary',
      monitoring: 'on',
      evaluation: {
        profile: null,
        drift: null,
        feedback: { rows: 6 },
        quality: { task: 'binary', accuracy: 0.5 },
      },
      history: expect.any(Array),
    });
  });

  test('is about the champion or the requested version', async () => {
    const named = await ask(app, '/models/rent/report?version=2', { Accept: 'application/json' });
    const champion = await ask(app, '/models/rent/report', { Accept: 'application/json' });
    expect(await json(named)).toMatchObject({ version: 2, champion: false });
    expect(await json(champion)).toMatchObject({ version: 1, champion: true });
  });

  test.each([
    ['/models/nothing/report', 404, 'model_not_found'],
    ['/models/rent/report?version=9', 404, 'model_version_not_found'],
    ['/models/rent/report?version=one', 400, 'validation_failed'],
  ])('%s is rejected with %i', async (path, status, code) => {
    const response = await ask(app, path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await json(response)).toMatchObject({ code });
  });

  test('needs a token', async () => {
    expect((await ask(app, PAGE, { Authorization: '' })).status).toBe(401);
  });

  test('needs the scope monitor', async () => {
    const Authorization = `Bearer ${tokenFor('predict feedback models admin')}`;
    const response = await ask(app, PAGE, { Authorization });
    expect(response.status).toBe(403);
    expect(await json(response)).toMatchObject({ code: 'insufficient_scope', scope: 'monitor' });
  });

  test('is not available in other media types', async () => {
    const response = await ask(app, PAGE, { Accept: 'application/pdf' });
    expect(response.status).toBe(406);
    expect(await json(response)).toMatchObject({ code: 'not_acceptable' });
  });
});

test('a report names the setting that disables evaluation', async () => {
  const app = await startApp({ ...settings, PREDICT_MONITORING: 'off' });
  try {
    const page = await (await ask(app, PAGE)).text();
    expect(page).toContain('Evaluation is off.');
    expect(page).toContain('PREDICT_MONITORING is off');
  } finally {
    await app.close();
  }
});
