import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@plumbline/postgres/testing';
import { createApp } from '../src/app.js';
import { type PredictConfig, readConfig } from '../src/config.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What a spec may ask of an answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The service on a free port, with tokens of its own. */
export interface RunningApp {
  readonly url: string;
  readonly token: string;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * Starts the predict service as `main.ts` does, with settings changed by environment keys. Unless they name one, it
 * gets a data folder and a database of its own that go away with it.
 */
export async function startApp(environment: Record<string, string> = {}): Promise<RunningApp> {
  const storage = await ownStorage(environment);
  const settings = { PREDICT_PORT: '0', PREDICT_DRAIN_MS: '0', ...storage.environment, ...environment };
  const config: PredictConfig = readConfig(settings);
  const app = await createApp(config, { keys: { find: () => publicKey }, logger: false });
  const url = await app.listen(0, '127.0.0.1');
  const token = tokenFor('predict feedback');
  return {
    url,
    token,
    close: () => app.close().finally(() => storage.remove()),
    async post(path, body, headers = {}) {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Answer['body'],
      };
    },
  };
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

/** An access token as the auth service signs it. */
export function tokenFor(scope: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'http://localhost:8001',
    aud: 'plumbline',
    sub: 'test-user',
    client_id: 'test',
    scope,
    jti: randomUUID(),
    iat: now,
    exp: now + 600,
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ alg: 'ES256', typ: 'at+jwt', kid: 'test' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
