import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AuthClient, PredictClient, TokenSession } from '@plumbline/client';
import { environment, withoutSettings } from '../../apps/cli/dist/installation/index.js';
import { freePort } from '../../apps/cli/dist/processes/index.js';
import { Ledger } from './ledger.js';
import { makeRepository } from './models.js';
import { type ServiceStart, ServiceProcess, signalAll } from './processes.js';
import { PostgresServer } from './postgres-server.js';
import { Stored } from './stored.js';

const ADMINISTRATOR = { username: 'admin', password: randomBytes(18).toString('base64url') };
const SCOPES = ['predict', 'feedback', 'monitor', 'models'];

/** A predict process, from its start to its end. */
export interface Predict {
  /** Differs from that of every other process. */
  readonly life: string;
  readonly process: ServiceProcess;
  readonly client: PredictClient;
  readonly options: PredictOptions;
}

/** How a predict process differs from the usual one. */
export interface PredictOptions extends Pick<ServiceStart, 'wrapper'> {
  /** Processes with the same port and data folder are the same replica, started again. */
  readonly replica?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Everything that the campaign breaks: PostgreSQL, auth and predict, each a process of its own, on free ports. */
export class System {
  /** Running predict processes that the clients talk to. */
  readonly predicts: Predict[] = [];
  readonly stored: Stored;
  readonly ledger: Ledger;
  readonly auth: AuthClient;
  readonly administrator = ADMINISTRATOR;
  private readonly models: string;
  private readonly ports: number[] = [];
  private tokens: TokenSession | undefined;
  private lives = 0;

  private constructor(
    readonly folder: string,
    private readonly authPort: number,
    readonly database: PostgresServer,
    public authProcess: ServiceProcess,
  ) {
    this.stored = new Stored(() => this.database.pool);
    this.ledger = new Ledger(join(folder, 'ledger.jsonl'));
    this.auth = new AuthClient({ url: `http://localhost:${authPort}` });
    this.models = join(folder, 'models');
  }

  /** @param folder an empty one, for all data and logs */
  static async start(folder: string): Promise<System> {
    makeRepository(join(folder, 'models'));
    mkdirSync(join(folder, 'data'));
    const database = await PostgresServer.start(join(folder, 'server'));
    const port = await freePort();
    const auth = await startAuth(folder, port, database.url);
    const system = new System(folder, port, database, auth);
    const clientSecret = await system.auth.addClient(ADMINISTRATOR, 'clients', SCOPES);
    system.tokens = new TokenSession(system.auth, { clientId: 'clients', clientSecret });
    return system;
  }

  /** Where predict keeps its spool. */
  get spool(): string {
    return join(this.folder, 'data/spool');
  }

  async startPredict(options: PredictOptions = {}): Promise<Predict> {
    const { replica = 0, settings, wrapper } = options;
    if (this.tokens === undefined) throw new Error('the system has not started');
    this.lives += 1;
    const life = `predict-${this.lives}`;
    this.ports[replica] ??= await freePort();
    const env = {
      ...withoutSettings(environment),
      ...serviceSettings(this.folder, this.database.url, this.authPort),
      PREDICT_PORT: String(this.ports[replica]),
      PREDICT_MODELS_DIR: this.models,
      PREDICT_DEFAULT_MODEL: 'heart-disease',
      PREDICT_MODEL_DEADLINE_MS: '2000',
      ...settings,
    };
    const logFile = join(this.folder, `${life}.log`);
    const process = await ServiceProcess.start('predict', { env, logFile, wrapper });
    const client = new PredictClient({ url: process.url }, this.tokens);
    const predict = { life, process, client, options };
    this.predicts.push(predict);
    return predict;
  }

  /** The predict process that was started first of those that run. */
  get predict(): Predict {
    const [predict] = this.predicts;
    if (predict === undefined) throw new Error('no predict process runs');
    return predict;
  }

  /** Ends a predict process by SIGKILL. The clients no longer talk to it. */
  async killPredict(predict: Predict): Promise<void> {
    await predict.process.kill();
    this.forget(predict);
  }

  /** Starts the first replica again after a kill, on its port and data folder. The clients wait for it meanwhile. */
  async restartPredict(): Promise<void> {
    const { predict } = this;
    this.forget(predict);
    await this.startPredict(predict.options);
  }

  async startAuth(): Promise<void> {
    this.authProcess = await startAuth(this.folder, this.authPort, this.database.url);
  }

  /** Stops every predict process by SIGTERM. Resolves with their exit codes. */
  async stopPredicts(): Promise<(number | null)[]> {
    const stopped = this.predicts.splice(0);
    return Promise.all(stopped.map(({ process }) => process.stop()));
  }

  /** Brings back what a fault has left broken, so that the next one finds everything running. */
  async reset(): Promise<void> {
    for (const predict of [...this.predicts]) await this.killPredict(predict);
    signalAll(this.database.processes(), 'SIGCONT');
    await this.database.ensureRunning();
    if (!this.authProcess.isRunning) await this.startAuth();
  }

  async stop(): Promise<void> {
    await this.stopPredicts();
    await this.authProcess.stop();
    await this.database.stop();
  }

  private forget(predict: Predict): void {
    const index = this.predicts.indexOf(predict);
    if (index >= 0) this.predicts.splice(index, 1);
  }
}

function serviceSettings(folder: string, databaseUrl: string, authPort: number): Record<string, string> {
  const authUrl = `http://localhost:${authPort}`;
  return {
    DATABASE_URL: databaseUrl,
    PLUMBLINE_DATA_DIR: join(folder, 'data'),
    AUTH_URL: authUrl,
    AUTH_ISSUER: authUrl,
  };
}

function startAuth(folder: string, port: number, databaseUrl: string): Promise<ServiceProcess> {
  const env = {
    ...withoutSettings(environment),
    ...serviceSettings(folder, databaseUrl, port),
    AUTH_PORT: String(port),
    AUTH_ADMIN_USERNAME: ADMINISTRATOR.username,
    AUTH_ADMIN_PASSWORD: ADMINISTRATOR.password,
  };
  return ServiceProcess.start('auth', { env, logFile: join(folder, 'auth.log') });
}
