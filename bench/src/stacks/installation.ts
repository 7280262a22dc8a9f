import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { AuthClient } from '@plumbline/client';
import { root } from '../../../apps/cli/dist/installation/index.js';
import { freePort } from '../../../apps/cli/dist/processes/index.js';
import { type ServerProcess, startServer } from './server-process.js';

const SETTLE_POLL_MS = 100;
const SETTLE_TIMEOUT_MS = 120_000;
const POSTMASTER_FILE_DEPTH = 4;

/** A data folder of its own with the auth service and the database that all variants of predict share. */
export class Installation {
  private readonly administrator = {
    username: 'admin',
    password: randomBytes(18).toString('base64url'),
  };
  private readonly environment: NodeJS.ProcessEnv;
  private readonly auth: AuthClient;

  private constructor(
    private readonly folder: string,
    authPort: number,
  ) {
    const url = `http://localhost:${authPort}`;
    this.auth = new AuthClient({ url });
    this.environment = {
      ...process.env,
      PLUMBLINE_DATA_DIR: join(folder, 'data'),
      AUTH_PORT: String(authPort),
      AUTH_URL: url,
      AUTH_ISSUER: url,
      AUTH_ADMIN_USERNAME: this.administrator.username,
      AUTH_ADMIN_PASSWORD: this.administrator.password,
    };
  }

  /** @param folder where data and logs go */
  static async create(folder: string): Promise<Installation> {
    return new Installation(folder, await freePort());
  }

  /** The time until auth, predict and PostgreSQL answer, started together; everything is stopped again. */
  async timeStart(): Promise<number> {
    const startedAt = performance.now();
    const both = await Promise.all([this.startAuth(), this.startPredict('start', {})]);
    const readyMs = performance.now() - startedAt;
    for (const server of both.reverse()) await server.stop();
    return readyMs;
  }

  /** Starts auth with options for Node if there are any. */
  startAuth(nodeOptions: readonly string[] = []): Promise<ServerProcess> {
    return this.start('auth', 'auth', {}, root, nodeOptions);
  }

  /** Starts predict as `checkout` built it, with options for Node if there are any. */
  async startPredict(
    name: string,
    settings: NodeJS.ProcessEnv,
    checkout = root,
    nodeOptions: readonly string[] = [],
  ): Promise<ServerProcess> {
    const environment = { ...settings, PREDICT_PORT: String(await freePort()) };
    return this.start('predict', name, environment, checkout, nodeOptions);
  }

  /** A new access token of the administrator, with every scope. */
  async signIn(): Promise<string> {
    return (await this.auth.signIn(this.administrator)).access_token;
  }

  /** The process id of the embedded PostgreSQL server, if it runs. */
  postmasterPid(): number | undefined {
    const file = findFile(join(this.folder, 'data', 'postgres'), 'postmaster.pid', POSTMASTER_FILE_DEPTH);
    return file === undefined ? undefined : Number.parseInt(readFileSync(file, 'utf8'), 10);
  }

  private start(
    app: string,
    name: string,
    settings: NodeJS.ProcessEnv,
    checkout = root,
    nodeOptions: readonly string[] = [],
  ): Promise<ServerProcess> {
    const dist = join(checkout, 'apps', app, 'dist');
    // An older checkout has no bundle.
    const [main = ''] = [join(dist, 'bundle/main.js'), join(dist, 'main.js')].filter(existsSync);
    return startServer({
      command: [process.execPath, ...nodeOptions, main],
      cwd: checkout,
      env: { ...this.environment, ...settings },
      logFile: join(this.folder, `${name}.log`),
    });
  }
}

/** Resolves when no prediction waits to be written to PostgreSQL. */
export async function logShipped(url: string): Promise<void> {
  const deadline = performance.now() + SETTLE_TIMEOUT_MS;
  while ((await pendingRecords(url)) > 0) {
    if (performance.now() > deadline) throw new Error('The prediction log did not reach PostgreSQL in time');
    await setTimeout(SETTLE_POLL_MS);
  }
}

/** Predictions that are durable but not yet in PostgreSQL; 0 without a log. */
async function pendingRecords(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^prediction_log_pending\S* (\S+)$/m.exec(metrics)?.[1] ?? 0);
}

function findFile(folder: string, name: string, depth: number): string | undefined {
  if (!existsSync(folder)) return undefined;
  if (existsSync(join(folder, name))) return join(folder, name);
  if (depth === 0) return undefined;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const found = entry.isDirectory() ? findFile(join(folder, entry.name), name, depth - 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
