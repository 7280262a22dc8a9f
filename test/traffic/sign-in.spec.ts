import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, addUser } from '../../apps/auth/test/accounts.js';
import { ADMIN, type AuthService, startAuth } from '../../apps/auth/test/auth-service.js';
import { type RunningApp, startApp } from '../../apps/predict/test/running-app.js';
import { runTraffic, type TrafficOptions } from '../../apps/cli/src/traffic/index.js';
import { SleepingClock } from './traffic-under-test.js';

let auth: AuthService;
let predict: RunningApp;

beforeAll(async () => {
  auth = await startAuth();
  predict = await startApp({ AUTH_URL: auth.url });
});
afterAll(async () => {
  await predict.close();
  await auth.close();
});

function send(options: TrafficOptions) {
  const urls = { authUrl: auth.url, predictUrl: `${predict.url}/` };
  return runTraffic({ ...urls, model: 'heart-disease', count: 60, rate: 10_000, ...options });
}

/** How often sign-ins of a kind gave a token. */
async function granted(grant: string): Promise<number> {
  const text = await (await fetch(`${auth.url}/metrics`)).text();
  const [, count] = new RegExp(`^auth_tokens_issued_total{grant="${grant}"} (\\d+)$`, 'm').exec(text) ?? [];
  return Number(count ?? 0);
}

const sessions = async () =>
  (await auth.database.pool.query('SELECT 1 FROM auth.sessions WHERE ended_at IS NULL')).rowCount;

describe('traffic is sent', () => {
  test('as a person, whose session ends with it', async () => {
    const person = await addUser(auth, 'tess', 'predict', 'feedback');
    const before = await sessions();
    expect(await send({ credentials: person })).toMatchObject({ ok: true, models: [{ labels: 60 }] });
    expect(await sessions()).toBe(before);
  });

  test('as a machine client', async () => {
    const { id, secret } = await addClient(auth, 'traffic', 'predict', 'feedback');
    const summary = await send({ credentials: { clientId: id, clientSecret: secret } });
    expect(summary).toMatchObject({ ok: true, models: [{ labels: 60 }] });
  });

  test('with tokens that are renewed before they expire', async () => {
    const before = await granted('refresh_token');
    // 900 s is the life of a token; 60 rows at 0.05 rows a second take 20 minutes.
    const summary = await send({
      credentials: ADMIN,
      clock: new SleepingClock(),
      rate: 0.05 * 2,
      batch: 1,
      labelRate: 0,
      count: 120,
    });
    expect(summary).toMatchObject({ ok: true, models: [{ answers: { 200: 120 } }] });
    expect(await granted('refresh_token')).toBe(before + 1);
  });
});
