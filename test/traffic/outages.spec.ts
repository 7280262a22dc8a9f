import { afterEach, describe, expect, test } from '@jest/globals';
import { ServiceError } from '@plumbline/client';
import { runTraffic, type TrafficOptions } from '../../apps/cli/src/traffic/index.js';
import { type ChosenAnswer, prediction, PredictStandIn } from './predict-stand-in.js';
import { SleepingClock, TrafficUnderTest } from './traffic-under-test.js';

const NOWHERE = 'http://127.0.0.1:1';
const heart = { model: 'heart-disease', count: 4, batch: 1, rate: 10_000, labelRate: 0 } as const;

let standIn: PredictStandIn | undefined;
afterEach(async () => {
  await standIn?.close();
  standIn = undefined;
});

async function against(answers: readonly ChosenAnswer[], options: TrafficOptions = {}) {
  standIn = await PredictStandIn.start(answers);
  const clock = new SleepingClock();
  const summary = await runTraffic({
    ...heart,
    ...options,
    predictUrl: standIn.url,
    token: () => 'a token',
    clock,
  });
  return { ...summary, clock };
}

describe('at the start', () => {
  const credentials = { username: 'admin', password: 'a lighthouse in fog' };

  test.each<[string, string, TrafficOptions]>([
    ['predict', '--predict-url', { predictUrl: NOWHERE, token: () => 'a token' }],
    ['auth', '--auth-url', { authUrl: NOWHERE, credentials }],
  ])('an error says that %s does not answer, and what to do', async (service, flag, options) => {
    const running = runTraffic({ ...heart, ...options });
    await expect(running).rejects.toThrow(ServiceError);
    await expect(running).rejects.toThrow(
      new RegExp(
        `^${service} does not answer at ${NOWHERE} \\(.+\\): start it with npm start, or .* ${flag}$`,
      ),
    );
  });

  test('an error names the model that is not served', async () => {
    const running = against([prediction], { model: 'product-category' });
    await expect(running).rejects.toThrow(
      'predict does not serve product-category: choose with --model from heart-disease',
    );
  });
});

describe('during the run', () => {
  test('Retry-After is honoured, and the next answer counts', async () => {
    const busy = { status: 503, headers: { 'Retry-After': '7' } };
    const { ok, models, clock } = await against([busy, busy, prediction]);
    expect({ ok, seconds: Math.floor(clock.monotonicMs() / 1000) }).toEqual({ ok: true, seconds: 14 });
    expect(models).toMatchObject([{ rows: 4, retries: 2, serverErrors: 2, answers: { 200: 4, 503: 2 } }]);
  });

  test('a service that stays busy ends the run after five more attempts', async () => {
    const { ok, failure, models } = await against([
      prediction,
      { status: 503, body: { detail: 'Too much.' } },
    ]);
    expect(failure).toMatch(/^predict at http:\S+ did not answer 6 times in a row \(503 Too much\.\)$/);
    expect({ ok, models }).toMatchObject({ ok: false, models: [{ rows: 1, retries: 5 }] });
  });

  test('a service that stops ends the run with the summary of what was sent', async () => {
    const traffic = await TrafficUnderTest.start();
    let closing: Promise<void> | undefined;
    const summary = await traffic.run({
      model: 'heart-disease',
      count: 1_000,
      clock: new SleepingClock(),
      onProgress: ({ sent }) => {
        if (sent >= 300) closing ??= traffic.close();
      },
    });
    await closing;
    expect(summary.failure).toMatch(/did not answer 6 times in a row/);
    expect(summary.ok).toBe(false);
    expect(summary.models[0]!.rows).toBeGreaterThanOrEqual(300);
    expect(summary.models[0]!.rows).toBeLessThan(1_000);
  });

  test('a token without the scope ends the run at once', async () => {
    const answer = { status: 403, body: { detail: 'The token lacks the scope predict.' } };
    const { failure } = await against([answer]);
    expect(failure).toContain('(403): The token lacks the scope predict.');
  });

  test('refused rows are counted, and the summary has the first reason', async () => {
    const refusal = { status: 400, body: { detail: 'age: Too big' } };
    const { ok, models } = await against([prediction, refusal, prediction]);
    expect({ ok, models }).toMatchObject({ ok: false, models: [{ sent: 4, rows: 3, errors: 1 }] });
    expect(models[0]!.problem).toContain('was answered 400: age: Too big');
  });

  test('the summary has the share of answers that name drift', async () => {
    const calm = { ...prediction, body: { ...prediction.body, drift: [] } };
    const { models } = await against([prediction, calm]);
    expect(models[0]!.driftShare).toBe(0.25);
  });
});

describe('bad input', () => {
  test.each([500, 200])('that is answered %d fails the run', async (status) => {
    const { ok, models } = await against([{ status: 400 }, { status }, { status: 400 }], {
      scenario: 'bad-input',
    });
    expect({ ok, models }).toMatchObject({ ok: false, models: [{ errors: 1 }] });
    expect(models[0]!.problem).toBe(`missing feature: a bad request was answered ${status}`);
  });

  test('that is answered 503 first fails the run although the next answer is a 4xx', async () => {
    const { ok } = await against([{ status: 503 }, { status: 400 }], { scenario: 'bad-input' });
    expect(ok).toBe(false);
  });
});
