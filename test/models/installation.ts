import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { main } from '../../apps/cli/src/main.js';
import { freePort } from '../start/free-port.js';
import { StartedCommand } from '../start/started-command.js';

const PASSWORD = 'a lighthouse in fog';

/** What a command has printed, and its exit code. */
export interface Printed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Plumbline as `npm start` runs it, with data of its own. */
export class Installation {
  private constructor(
    private readonly started: StartedCommand,
    private readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly token: string,
  ) {}

  static async start(): Promise<Installation> {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-models-'));
    const env = {
      PLUMBLINE_DATA_DIR: join(folder, 'data'),
      AUTH_ADMIN_PASSWORD: PASSWORD,
      AUTH_PORT: String(await freePort()),
      PREDICT_PORT: String(await freePort()),
      PREDICT_MONITORING_INTERVAL_MS: '500',
    };
    const started = new StartedCommand('npm', ['start'], env);
    await started.prints(/Ready in/);
    const answer = await fetch(`http://127.0.0.1:${env.AUTH_PORT}/login`, {
      method: 'POST',
      body: new URLSearchParams({ username: 'admin', password: PASSWORD }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return new Installation(started, folder, env, token);
  }

  /** Runs `plumbline` in this process, in its folder, as a user of the installation without a terminal. */
  async run(args: readonly string[]): Promise<Printed> {
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      jest.spyOn(process[name], 'write').mockImplementation((text) => {
        printed[name] += String(text);
        return true;
      });
    }
    const settings = { PLUMBLINE_DATA_DIR: this.env['PLUMBLINE_DATA_DIR'], PLUMBLINE_PASSWORD: PASSWORD };
    Object.assign(process.env, settings);
    const before = process.cwd();
    process.chdir(this.folder);
    try {
      return { status: await main(args), ...printed };
    } finally {
      process.chdir(before);
      for (const name of Object.keys(settings)) Reflect.deleteProperty(process.env, name);
      jest.restoreAllMocks();
    }
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.fetch(path, { headers });
  }

  post(path: string, body: unknown): Promise<Record<string, unknown>> {
    return this.send({ path, body: JSON.stringify(body) });
  }

  /** Posts a body of JSON. */
  async send({ path, body }: { path: string; body: string }): Promise<Record<string, unknown>> {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await this.fetch(path, { method: 'POST', headers, body });
    return (await answer.json()) as Record<string, unknown>;
  }

  async close(): Promise<void> {
    this.started.signalGroup('SIGTERM');
    await this.started.ended;
    rmSync(this.folder, { recursive: true });
  }

  private fetch(path: string, init: RequestInit & { headers: Readonly<Record<string, string>> }) {
    const headers = { Authorization: `Bearer ${this.token}`, ...init.headers };
    return fetch(`http://127.0.0.1:${this.env['PREDICT_PORT']}${path}`, { ...init, headers });
  }
}
