import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { AuthClient, PredictClient, type RetrainingRun, TokenSession } from '@plumbline/client';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { z } from 'zod';
import { modelF1Drop, notification } from '../../apps/predict/test/alert-notification.js';
import { freePort } from '../../apps/cli/src/processes/index.js';
import { runTraffic } from '../../apps/cli/src/traffic/index.js';
import { until } from '../until.js';
import { AirflowDoor } from './airflow-door.js';
import { AirflowUnderTest } from './airflow-under-test.js';
import { type Part, startPredict } from './parts.js';

/** What `start-shared.mjs` has started. */
export interface Shared {
  readonly folder: string;
  readonly endFile: string;
  readonly authUrl: string;
  readonly adminPassword: string;
  readonly notifications: string;
  readonly airflowUrl: string;
  readonly passwords: { readonly admin: string; readonly retrain: string };
}

/** What all files share. */
export function sharedParts(): Shared {
  return JSON.parse(process.env['PLUMBLINE_LOOP'] ?? '') as Shared;
}

export const MODEL = 'heart-disease';

/** One case: no run in Airflow, an empty database, a door in front of Airflow, and whatever the case starts. */
export class LoopCase {
  readonly parts: Part[] = [];
  readonly airflow: AirflowUnderTest;
  /** A run's id is made of the pause: Airflow's scheduler confuses runs that follow a removed one of the same id. */
  private readonly cooldownS = randomInt(20_000, 40_000);
  private ports: Record<string, number> = {};

  private constructor(
    readonly shared: Shared,
    readonly folder: string,
    readonly door: AirflowDoor,
    readonly database: TestDatabase,
    private readonly tokens: TokenSession,
  ) {
    this.airflow = new AirflowUnderTest(shared.airflowUrl, shared.passwords.admin, shared.endFile);
  }

  static async begin(shared = sharedParts()): Promise<LoopCase> {
    const folder = mkdtempSync(join(shared.folder, 'case-'));
    const door = await AirflowDoor.inFrontOf(shared.airflowUrl);
    const loop = new LoopCase(shared, folder, door, await testDatabase(), signIn(shared));
    await loop.airflow.clear();
    return loop;
  }

  /** Ends everything the case started. */
  async end(): Promise<void> {
    for (const part of this.parts.splice(0).reverse()) await part.kill();
    await this.door.shut();
    await this.database.close();
  }

  /** Starts a replica of predict, or one of this name anew. */
  async predict(name = 'first', env: Record<string, string> = {}): Promise<Part> {
    const { authUrl, passwords } = this.shared;
    const predict = await startPredict({
      folder: this.folder,
      port: await this.port(`predict ${name}`),
      env: {
        DATABASE_URL: this.database.url,
        AUTH_URL: authUrl,
        AUTH_ISSUER: authUrl.replace('127.0.0.1', 'localhost'),
        AIRFLOW_URL: this.door.url,
        AIRFLOW_USERNAME: 'retrain',
        AIRFLOW_PASSWORD: passwords.retrain,
        RETRAIN_COOLDOWN_S: String(this.cooldownS),
        ...env,
      },
    });
    this.parts.push(predict);
    return predict;
  }

  /** The port that a replica of this name is to have. */
  keepPort(name: string, port: number): void {
    this.ports[`predict ${name}`] = port;
  }

  /** The port that belongs to a name in this case. */
  async port(name: string): Promise<number> {
    return (this.ports[name] ??= await freePort());
  }

  /** Sends the fall of the model's F1 to predict, as Alertmanager does; resolves to what became of it. */
  async alert(predict: Part, startsAt = '2026-05-01T10:00:00Z'): Promise<string> {
    const labels = { alertname: 'ModelF1Drop', model: MODEL, severity: 'critical' };
    const body = notification(modelF1Drop({ labels, startsAt }));
    const { decisions } = await this.client(predict).post('/alerts', body, decisionsSchema);
    return decisions[0]!.outcome;
  }

  /** The audit trail, newest first. */
  trail(predict: Part): Promise<readonly RetrainingRun[]> {
    return this.client(predict).retrains();
  }

  /** Resolves to the newest entry of the audit trail when it fulfils the condition. */
  untilTrail(
    predict: Part,
    what: string,
    condition: (newest: RetrainingRun) => boolean,
  ): Promise<RetrainingRun> {
    return until(async () => {
      const [newest] = await this.trail(predict);
      return newest !== undefined && condition(newest) ? newest : undefined;
    }, what);
  }

  /** Rows with their truth, which as a whole make F1 what the scenario makes it. */
  async traffic(predict: Part, scenario: 'steady' | 'concept', count: number): Promise<void> {
    const load = {
      count,
      batch: 100,
      rate: 10_000,
      labelDelay: 0,
      ...(scenario === 'concept' && { after: 0, strength: 1 }),
    };
    const { ok, failure } = await runTraffic({
      token: () => this.tokens.current(),
      authUrl: this.shared.authUrl,
      predictUrl: predict.url,
      model: MODEL,
      scenario,
      ...load,
    });
    if (!ok) throw new Error(failure ?? 'the traffic was not answered well');
  }

  /** The value of one series on predict's `/metrics`. */
  metric(predict: Part, series: string): Promise<number | undefined> {
    return this.client(predict).metric(series);
  }

  /** A client of this replica with every scope. */
  client(predict: Part): PredictClient {
    return new PredictClient({ url: predict.url }, this.tokens);
  }
}

const decisionsSchema = z.object({ decisions: z.array(z.object({ outcome: z.string() })) });

function signIn({ authUrl, adminPassword }: Shared): TokenSession {
  return new TokenSession(new AuthClient({ url: authUrl }), { username: 'admin', password: adminPassword });
}
