import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AirflowClient, AuthClient, type Credentials, PredictClient, TokenSession } from '@plumbline/client';
import { makePasswords, type Passwords, RETRAINER, startAirflow } from '../airflow/index.js';
import { writeAlertmanagerConfig } from '../alertmanager/index.js';
import { environment, root, type ServiceUrls, withoutSettings } from '../installation/index.js';
import { type Monitoring, type PartName, partNames, startMonitoring } from '../monitoring/index.js';
import { freePort } from '../processes/index.js';
import { type Services, startServices } from '../services/index.js';
import { backfill, type History } from './history.js';
import type { Figure } from './figure.js';
import { Observer } from './observer.js';
import { scaled, scaleRoutes, scaleRules } from './time-scale.js';

/** Everything of the loop, all real and ready. */
export interface System {
  readonly urls: ServiceUrls & Monitoring['urls'] & { readonly airflow: string };
  /** The passwords of the user `admin` of each. */
  readonly passwords: { readonly plumbline: string; readonly airflow: string };
  /** The access tokens of a machine client that may predict, label and read everything. */
  readonly token: () => Promise<string>;
  readonly predict: PredictClient;
  readonly observer: Observer;
  /** What the model is judged by. */
  readonly figure: Figure;
  /** Rejects when a part ends by itself. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
}

/** How the system is started. */
export interface SystemOptions {
  /** Keeps all data and logs. */
  readonly folder: string;
  /** All durations of rules and routes are divided by it. */
  readonly factor: number;
  readonly history: History & { readonly figure: Figure };
  readonly onProgress: (step: string) => void;
  /** Gives up the start. */
  readonly signal: AbortSignal;
}

interface Plan {
  readonly folder: string;
  readonly models: string;
  readonly ports: Readonly<Record<PartName | 'auth' | 'predict' | 'airflow', number>>;
  readonly home: string;
  readonly passwords: Passwords;
  readonly administrator: { readonly username: string; readonly password: string };
}

/**
 * Starts everything of the loop on free ports: auth, predict on a copy of the shipped models, Airflow, Alertmanager with
 * its route to predict, and Prometheus with an hour of history. The settings of an installation have no effect.
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const plan = await makePlan(options.folder);
    const services = await startPlumbline(plan, options);
    stops.push(services.stop);
    const auth = new AuthClient({ url: services.urls.auth });
    const airflow = await startRetraining(plan, services.urls, auth, options);
    stops.push(airflow.stop);
    options.onProgress('Prometheus and Alertmanager');
    const monitoring = await startWatching(plan, services.urls, auth, options);
    stops.push(monitoring.stop);
    const failed = Promise.race([airflow.failed, monitoring.failed]);
    failed.catch(() => {});
    const urls = { ...services.urls, airflow: airflow.url, ...monitoring.urls };
    const tokens = new TokenSession(auth, await addLoopClient(auth, plan));
    const predict = new PredictClient({ url: urls.predict }, tokens);
    const airflowClient = new AirflowClient(
      { url: urls.airflow },
      { username: 'admin', password: plan.passwords.admin },
    );
    return {
      ...{ urls, predict, failed, stop, figure: options.history.figure },
      observer: new Observer(urls.prometheus, predict, airflowClient, options.history.figure),
      passwords: { plumbline: plan.administrator.password, airflow: plan.passwords.admin },
      token: () => tokens.current(),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makePlan(folder: string): Promise<Plan> {
  const models = join(folder, 'models');
  cpSync(join(root, 'models'), models, { recursive: true });
  const names = ['auth', 'predict', 'airflow', ...partNames] as const;
  const ports: Partial<Record<(typeof names)[number], number>> = {};
  for (const name of names) ports[name] = await freePort();
  const home = join(folder, 'airflow');
  return {
    ...{ folder, models, home },
    ports: ports as Plan['ports'],
    passwords: makePasswords(home),
    administrator: { username: 'admin', password: randomBytes(18).toString('base64url') },
  };
}

function startPlumbline(plan: Plan, { onProgress, signal }: SystemOptions): Promise<Services> {
  onProgress('auth and predict');
  const { folder, models, ports, passwords, administrator } = plan;
  const env = {
    ...withoutSettings(environment),
    AUTH_PORT: String(ports.auth),
    PREDICT_PORT: String(ports.predict),
    AUTH_ADMIN_PASSWORD: administrator.password,
    PLUMBLINE_DATA_DIR: join(folder, 'data'),
    PREDICT_MODELS_DIR: models,
    AIRFLOW_URL: `http://127.0.0.1:${ports.airflow}`,
    AIRFLOW_USERNAME: RETRAINER,
    AIRFLOW_PASSWORD: passwords[RETRAINER],
    RETRAIN_POLL_MS: '1000',
  };
  return startServices(env, { command: 'npm run demo', onProgress, onNotice: onProgress, signal });
}

async function startRetraining(
  { folder, home, ports, administrator }: Plan,
  services: ServiceUrls,
  auth: AuthClient,
  { onProgress, signal }: SystemOptions,
): ReturnType<typeof startAirflow> {
  const secret = await auth.addClient(administrator, 'retraining', ['models', 'predict']);
  return startAirflow({
    ...{ home, port: ports.airflow, logFile: join(folder, 'data/logs/airflow.log'), onProgress, signal },
    env: {
      PLUMBLINE_DATA_DIR: join(folder, 'data'),
      PLUMBLINE_PREDICT_URL: services.predict,
      PLUMBLINE_AUTH_URL: services.auth,
      PLUMBLINE_CLIENT_ID: 'retraining',
      PLUMBLINE_CLIENT_SECRET: secret,
      PUSHGATEWAY_URL: `http://127.0.0.1:${ports.pushgateway}`,
    },
  });
}

async function startWatching(
  { folder, ports, administrator }: Plan,
  services: ServiceUrls,
  auth: AuthClient,
  { factor, history }: SystemOptions,
): Promise<Monitoring> {
  const stack = join(folder, 'stack');
  const notifications = join(stack, 'notifications');
  mkdirSync(notifications, { recursive: true });
  const secret = await auth.addClient(administrator, 'alertmanager', ['retrain']);
  writeFileSync(join(notifications, 'client_secret'), secret, { mode: 0o600 });
  writeAlertmanagerConfig({ folder: notifications, services });
  const stepS = Math.max(1, 15 / factor);
  await backfill({ folder: stack, data: join(stack, 'prometheus'), history, stepS, factor });
  return startMonitoring({
    ...{ folder: stack, logFolder: join(folder, 'data/logs'), ports, services },
    scrapeInterval: scaled('15s', factor),
    rewriteRules: (text) => scaleRules(text, factor),
    rewriteRoutes: (text) => scaleRoutes(text, factor),
  });
}

async function addLoopClient(auth: AuthClient, { administrator }: Plan): Promise<Credentials> {
  const scopes = ['predict', 'feedback', 'monitor', 'models', 'retrain'];
  return { clientId: 'loop', clientSecret: await auth.addClient(administrator, 'loop', scopes) };
}
