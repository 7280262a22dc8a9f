import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@plumbline/postgres/testing';
import { type AppParts, createApp } from '../src/app.js';
import { readConfig } from '../src/config/config.js';
import { tokenFor, tokenIssuer } from './token-issuer.js';

export { tokenFor } from './token-issuer.js';

/** What a spec may ask of an answer. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

type Headings = Record<string, string>;

/** The service on a free port, with tokens of its own. */
export interface RunningApp {
  readonly url: string;
  readonly token: string;
  readonly get: <Body = Answer['body']>(path: string, headers?: Headings) => Promise<Answer<Body>>;
  readonly post: <Body = Answer['body']>(
    path: string,
    body: unknown,
    headers?: Headings,
  ) => Promise<Answer<Body>>;
  /** The value of one series on `/metrics`; undefined when it is absent. */
  metric(series: string): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Metrics are rendered for each read, and count every prediction at once. */
export const exactMetrics = { PREDICT_METRICS_MAX_AGE_MS: '0', PREDICT_METRICS_MIN_GROUP: '1' };

/**
 * Starts the predict service as `main.ts` does, with settings changed by environment keys. Unless they name one, it
 * gets a data folder and a database of its own that go away with it. It evaluates when they set the interval: starting
 * the thread takes longer than most tests.
 */
export async function startApp(
  environment: Record<string, string> = {},
  parts: AppParts = { logger: false },
): Promise<RunningApp> {
  const storage = await ownStorage(environment);
  const issuer = await tokenIssuer();
  const settings = {
    AUTH_URL: issuer.url,
    PREDICT_DRAIN_MS: '0',
    PREDICT_MONITORING: 'PREDICT_MONITORING_INTERVAL_MS' in environment ? 'on' : 'off',
    ...exactMetrics,
    ...storage.environment,
    ...environment,
  };
  const release = () => Promise.all([storage.remove(), issuer.close()]);
  const { app, url } = await listen(settings, parts).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  const token = tokenFor('predict feedback');
  const ask = async <Body>(path: string, init: RequestInit & { headers: Headings }) => {
    const headers = { Authorization: `Bearer ${token}`, ...init.headers };
    return answerOf<Body>(await fetch(url + path, { ...init, headers }));
  };
  return {
    url,
    token,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, body, headers = {}) =>
      ask(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async metric(series) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.slice(series.length + 1));
    },
    async close() {
      await app.close();
      await release();
    },
  };
}

/** An app that cannot start is closed, so that the test run ends. */
async function listen(settings: Record<string, string>, parts: AppParts) {
  const app = await createApp(readConfig(settings), parts);
  try {
    return { app, url: await app.listen(0, '127.0.0.1') };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function answerOf<Body>(response: Response): Promise<Answer<Body>> {
  const body = (await response.json()) as Body;
  return { status: response.status, headers: response.headers, body };
}

async function ownStorage(given: Record<string, string>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'plumbline-predict-'));
  const database = given['DATABASE_URL'] === undefined ? await testDatabase(1) : undefined;
  return {
    environment: { PLUMBLINE_DATA_DIR: dataDir, ...(database && { DATABASE_URL: database.url }) },
    async remove(): Promise<void> {
      await database?.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
