import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { root } from '../../scripts/workspace.mjs';
import { freePort } from './free-port.mjs';
import { startServer } from './server-process.mjs';

const SETTLE_POLL_MS = 100;
const SETTLE_TIMEOUT_MS = 120_000;
const POSTMASTER_FILE_DEPTH = 4;

/** This product with everything on. */
export const plumbline = variant('plumbline', 'Plumbline, everything on', {});

/** The same without its prediction log. */
export const plumblineLogOff = variant('plumbline-log-off', 'Plumbline, prediction log off', {
  PREDICT_LOG: 'off',
});

/** The same with nothing watched: no window is evaluated, and without profiles no input is compared. */
export const plumblineUnwatched = (models) =>
  variant('plumbline-unwatched', 'Plumbline, monitoring off', {
    PREDICT_MONITORING: 'off',
    PREDICT_MODELS_DIR: models,
  });

/** The switches that are on by default, each turned off alone. */
export const plumblineSwitches = [
  variant('plumbline-stock', 'Plumbline, HTTP_ADAPTER=stock', { HTTP_ADAPTER: 'stock' }),
  variant('plumbline-unbatched', 'Plumbline, PREDICT_BATCHING=off', { PREDICT_BATCHING: 'off' }),
];

/** The service as another checkout built it, with everything on: what a change costs or gains. */
export const plumblineOf = (checkout) =>
  variant('plumbline-baseline', `Plumbline of ${checkout}`, {}, resolve(checkout));

function variant(id, label, settings, checkout = root) {
  return {
    id,
    label,
    path: '/models/heart-disease/predict',
    isService: true,
    start: ({ installation }) => installation.startPredict(id, settings, checkout),
    token: ({ installation }) => installation.signIn(),
    settle: ({ url }) => logShipped(url),
  };
}

/** A data folder of its own with the auth service and the database that all variants of predict share. */
export class Installation {
  #folder;
  #environment;
  #auth;

  /** @param {string} folder where data and logs go */
  static async create(folder, nodeOptions = []) {
    return new Installation(folder, await freePort(), nodeOptions);
  }

  constructor(folder, authPort, nodeOptions) {
    const auth = `http://localhost:${authPort}`;
    this.#folder = folder;
    this.nodeOptions = nodeOptions;
    this.#environment = {
      ...process.env,
      PLUMBLINE_DATA_DIR: join(folder, 'data'),
      AUTH_PORT: String(authPort),
      AUTH_URL: auth,
      AUTH_ISSUER: auth,
      AUTH_ADMIN_USERNAME: 'admin',
      AUTH_ADMIN_PASSWORD: randomBytes(18).toString('base64url'),
    };
  }

  /** The time until auth, predict and PostgreSQL answer, started together; everything is stopped again. */
  async timeStart() {
    const startedAt = performance.now();
    const both = await Promise.all([this.#start('auth', {}), this.startPredict('start', {})]);
    const readyMs = performance.now() - startedAt;
    for (const server of both.reverse()) await server.stop();
    return readyMs;
  }

  async startAuth() {
    this.#auth = await this.#start('auth', {});
    return this.#auth;
  }

  async startPredict(name, settings, checkout = root) {
    const environment = { ...settings, PREDICT_PORT: String(await freePort()) };
    return this.#start('predict', environment, { name, checkout });
  }

  /** A new access token of the administrator, which holds every scope. */
  async signIn() {
    const { AUTH_ADMIN_USERNAME: username, AUTH_ADMIN_PASSWORD: password } = this.#environment;
    const response = await fetch(`${this.#auth.url}/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    if (!response.ok) throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
    return (await response.json()).access_token;
  }

  /** The process id of the embedded PostgreSQL server, if it runs. */
  postmasterPid() {
    const file = findFile(join(this.#folder, 'data', 'postgres'), 'postmaster.pid', POSTMASTER_FILE_DEPTH);
    return file === undefined ? undefined : Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  }

  #start(app, settings, { name, checkout } = { name: app, checkout: root }) {
    return startServer({
      command: [process.execPath, ...this.nodeOptions, join(checkout, 'apps', app, 'dist', 'main.js')],
      cwd: checkout,
      env: { ...this.#environment, ...settings },
      logFile: join(this.#folder, `${name}.log`),
    });
  }
}

/** Resolves when no prediction waits to be written to PostgreSQL. */
async function logShipped(url) {
  const deadline = performance.now() + SETTLE_TIMEOUT_MS;
  while ((await pendingRecords(url)) > 0) {
    if (performance.now() > deadline) throw new Error('The prediction log did not reach PostgreSQL in time');
    await setTimeout(SETTLE_POLL_MS);
  }
}

/** Predictions that are durable but not yet in PostgreSQL; 0 when there is no log. */
export async function pendingRecords(url) {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^prediction_log_pending\S* (\S+)$/m.exec(metrics)?.[1] ?? 0);
}

function findFile(folder, name, depth) {
  if (!existsSync(folder)) return undefined;
  if (existsSync(join(folder, name))) return join(folder, name);
  if (depth === 0) return undefined;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const found = entry.isDirectory() ? findFile(join(folder, entry.name), name, depth - 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
