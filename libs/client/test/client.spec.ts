import { afterEach, describe, expect, test } from '@jest/globals';
import {
  AirflowClient,
  AuthClient,
  givenTokens,
  PredictClient,
  ServiceRefused,
  ServiceUnreachable,
  TokenSession,
  UnexpectedAnswer,
  WaitingClock,
} from '@plumbline/client';
import { type StandInAnswer, StandInServer } from './stand-in-server.js';

let server: StandInServer;
afterEach(() => server.close());

async function serve(...answers: StandInAnswer[]): Promise<StandInServer> {
  return (server = await StandInServer.start(...answers));
}

const issued = (token: string, refresh?: string): StandInAnswer => ({
  status: 200,
  body: { access_token: token, expires_in: 100, refresh_token: refresh },
});

class TestClock extends WaitingClock {
  time = 0;
  override monotonicMs() {
    return this.time;
  }
  override sleep(ms: number) {
    this.time += ms;
    return Promise.resolve();
  }
}

describe('a token session', () => {
  test('renews its token when a fifth of its life is left', async () => {
    const { url, received } = await serve(issued('one', 'r1'), issued('two', 'r2'));
    const clock = new TestClock();
    const credentials = { username: 'ann', password: 'a lighthouse' };
    const session = new TokenSession(new AuthClient({ url }), credentials, 'predict', clock);
    expect(await session.current()).toBe('one');
    clock.time = 79_999;
    expect(await session.current()).toBe('one');
    clock.time = 80_000;
    expect(await session.current()).toBe('two');
    expect(received.map(({ path, body }) => [path, body])).toEqual([
      ['/login', 'username=ann&password=a+lighthouse&scope=predict'],
      ['/oauth/token', 'grant_type=refresh_token&refresh_token=r1&client_id=plumbline'],
    ]);
  });

  test('signs in again when its session has ended', async () => {
    const ended = { status: 400, body: { error: 'invalid_grant' } };
    const { url } = await serve(issued('one', 'r1'), ended, issued('two', 'r2'));
    const session = new TokenSession(new AuthClient({ url }), { username: 'ann', password: 'p' });
    await session.current();
    expect(await session.renew()).toBe('two');
  });

  test('keeps a valid token while auth is down, and fails once the token has expired', async () => {
    const { url } = await serve(issued('one'), { status: 503, body: { detail: 'Busy.' } });
    const clock = new TestClock();
    const credentials = { clientId: 'a', clientSecret: 'b' };
    const session = new TokenSession(new AuthClient({ url }), credentials, undefined, clock);
    await session.current();
    clock.time = 90_000;
    expect(await session.current()).toBe('one');
    clock.time = 100_000;
    await expect(session.current()).rejects.toThrow('auth refused the sign-in of a (503): Busy.');
  });
});

test('a machine client authenticates with form-encoded HTTP Basic credentials', async () => {
  const { url, received } = await serve(issued('one'));
  await new AuthClient({ url }).signIn({ clientId: 'a:b', clientSecret: 'c d' }, 'predict');
  const basic = Buffer.from('a%3Ab:c%20d').toString('base64');
  expect(received).toMatchObject([
    { headers: { authorization: `Basic ${basic}` }, body: 'grant_type=client_credentials&scope=predict' },
  ]);
});

describe('predict', () => {
  const row = { prediction_id: 'one', version: 1, prediction: 'yes' };
  const client = (url: string) =>
    new PredictClient(
      { url },
      givenTokens(() => 'a token'),
    );

  test('is asked again with a new token after a 401', async () => {
    const { url, received } = await serve({ status: 401 }, { status: 200, body: row });
    let renewed = 0;
    const tokens = {
      current: () => Promise.resolve('old'),
      renew: () => Promise.resolve(`new ${++renewed}`),
    };
    expect(await new PredictClient({ url }, tokens).predict('rent', { area: 1 })).toEqual(row);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new 1']);
  });

  test('fails with status, code and reason when it refuses', async () => {
    const body = { code: 'model_not_found', detail: 'There is no model rent.' };
    const { url } = await serve({ status: 404, body });
    const answer = client(url).predict('rent', {});
    await expect(answer).rejects.toThrow(ServiceRefused);
    await expect(answer).rejects.toMatchObject({
      ...{ status: 404, code: 'model_not_found', detail: 'There is no model rent.' },
      message: 'predict refused POST /models/rent/predict (404): There is no model rent.',
    });
  });

  test('is asked again after an answer with Retry-After', async () => {
    const pending = { status: 404, headers: { 'Retry-After': '5' }, body: { code: 'prediction_pending' } };
    const { url } = await serve(pending, { status: 200, body: row });
    const retry = { retries: 1, firstWaitMs: 1, maxWaitMs: 30_000 };
    const clock = new TestClock();
    const tokens = givenTokens(() => 'a token');
    const answer = await new PredictClient({ url }, tokens, { retry, clock }).postRaw({ path: '/feedback' });
    expect([answer.status, clock.time]).toEqual([200, 5_000]);
  });

  test('fails with the field when its answer is not understood', async () => {
    const { url } = await serve({ status: 200, body: { ...row, version: 'first' } });
    const answer = client(url).predict('rent', {});
    await expect(answer).rejects.toThrow(UnexpectedAnswer);
    await expect(answer).rejects.toThrow(/version/);
  });

  test('is named with its address, the reason and the hint when it does not answer', async () => {
    await serve();
    const url = 'http://127.0.0.1:1';
    const unreachable = new PredictClient(
      { url: `${url}/`, hint: 'start it' },
      givenTokens(() => 'a token'),
    );
    await expect(unreachable.models()).rejects.toThrow(ServiceUnreachable);
    await expect(unreachable.models()).rejects.toThrow(
      /^predict does not answer at http:\/\/127.0.0.1:1 \(.+\): start it$/,
    );
  });
});

describe('Airflow', () => {
  const user = { username: 'admin', password: 'p' };
  const token = (access_token: string) => ({ status: 201, body: { access_token } });

  test('lists tasks in the order they started, those that did not start last', async () => {
    const task = (task_id: string, start_date: string | null) => ({ task_id, state: null, start_date });
    const tasks = [task('c', null), task('b', '2026-01-02'), task('a', '2026-01-01')];
    const { url } = await serve(token('one'), { status: 200, body: { task_instances: tasks } });
    const listed = await new AirflowClient({ url }, user).tasks('manual 1');
    expect(listed.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  test('is signed in to again when the token has expired', async () => {
    const runs = { status: 200, body: { dag_runs: [] } };
    const { url, received } = await serve(token('one'), { status: 401 }, token('two'), runs);
    expect(await new AirflowClient({ url }, user).runs()).toEqual([]);
    expect(received.at(-1)?.headers.authorization).toBe('Bearer two');
  });
});
