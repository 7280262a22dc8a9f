import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuthClient } from '@plumbline/client';
import { makePasswords, type Passwords, startAirflow } from '../../apps/cli/src/airflow/index.js';
import { writeAlertmanagerConfig } from '../../apps/cli/src/alertmanager/index.js';
import { environment, root, type ServiceUrls } from '../../apps/cli/src/installation/index.js';
import { backfill, scaled, scaleRoutes, scaleRules } from '../../apps/cli/src/loop/index.js';
import { PARTS, type PartName, partNames, writeConfiguration } from '../../apps/cli/src/monitoring/index.js';
import { findProgram, freePort, startProgram } from '../../apps/cli/src/processes/index.js';
import { startService } from '../../apps/cli/src/services/index.js';

const HOST = '127.0.0.1';
const MODEL = 'heart-disease';
const STOP_WITHIN_MS = 60_000;

/** All durations of rules and routes are divided by this: ModelF1Drop is pending for 5 s. */
const FACTOR = 60;

/** A program under test. */
export interface Part {
  readonly url: string;
  stop(): Promise<void>;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
}

interface Place {
  /** Keeps its data; a second start with the same folder continues with them. */
  readonly folder: string;
  readonly port: number;
}

interface Services {
  readonly authUrl: string;
  readonly predictUrl: string;
}

/** Starts predict on one shipped model. */
export async function startPredict(options: Place & { readonly env: Record<string, string> }): Promise<Part> {
  const { folder, port, env } = options;
  const models = join(folder, 'models');
  if (!existsSync(models)) cpSync(join(root, 'models', MODEL), join(models, MODEL), { recursive: true });
  const settings = {
    PLUMBLINE_DATA_DIR: join(folder, `predict-${port}`),
    PREDICT_PORT: String(port),
    PREDICT_MODELS_DIR: models,
    PREDICT_DEFAULT_MODEL: MODEL,
    RETRAIN_POLL_MS: '200',
  };
  const all = { ...environment, ...settings, ...env };
  const { child, ready, failure } = startService('predict', all, folder, () => {});
  const url = await Promise.race([ready, failure]);
  return { url, stop: () => child.stop(STOP_WITHIN_MS), kill: () => child.kill() };
}

/** Starts Airflow with the shipped DAG, which trains for the predict at this URL; `dvcRemote` is where its data go. */
export async function startPipeline(
  options: Services & { readonly folder: string; readonly adminPassword: string; readonly dvcRemote: string },
): Promise<{ readonly url: string; readonly passwords: Passwords; stop(): Promise<void> }> {
  const { folder, predictUrl, authUrl, adminPassword, dvcRemote } = options;
  const home = join(folder, 'pipeline');
  const passwords = makePasswords(home);
  const administrator = { username: 'admin', password: adminPassword };
  const scopes = ['models', 'predict'];
  const secret = await new AuthClient({ url: authUrl }).addClient(administrator, 'retraining', scopes);
  const airflow = await startAirflow({
    home,
    port: await freePort(),
    logFile: join(folder, 'pipeline.log'),
    env: {
      PLUMBLINE_DATA_DIR: join(home, 'data'),
      PLUMBLINE_PREDICT_URL: predictUrl,
      PLUMBLINE_AUTH_URL: authUrl,
      PLUMBLINE_CLIENT_ID: 'retraining',
      PLUMBLINE_CLIENT_SECRET: secret,
      PLUMBLINE_DVC_REMOTE: dvcRemote,
    },
    onProgress: () => {},
  });
  return { ...airflow, passwords };
}

/** Starts Prometheus on the shipped rules; at its first start it has a history in which the model was healthy. */
export async function startPrometheus(
  options: Place & Services & { readonly alertmanagerPorts: readonly number[] },
): Promise<Part> {
  const { folder, port, alertmanagerPorts } = options;
  const data = join(folder, 'prometheus');
  const config = join(folder, 'prometheus-config');
  const unused = Object.fromEntries(partNames.map((name) => [name, 1])) as Record<PartName, number>;
  writeConfiguration(config, {
    ports: { ...unused, prometheus: port },
    scrapeInterval: '1s',
    services: urlsOf(options),
    rewriteRules: (text) => scaleRules(text, FACTOR),
  });
  const targets = alertmanagerPorts.map((each) => `${HOST}:${each}`);
  writeFileSync(join(config, 'targets/alertmanager.yml'), JSON.stringify([{ targets }]));
  if (!existsSync(data)) {
    const figure = { rule: 'prediction_f1_score', registered: 0.83 } as const;
    const history = { model: MODEL, figure, rows: 1_000 };
    await backfill({ folder, data, history, stepS: 1, factor: FACTOR });
  }
  return start('prometheus', folder, port, [
    `--config.file=${join(config, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--rules.alert.resend-delay=1s',
  ]);
}

/** Starts Alertmanager on the shipped routes; `cluster` has its own gossip port and those of others, if any. */
export function startAlertmanager(
  options: Place &
    Services & {
      readonly notifications: string;
      readonly cluster?: { readonly port: number; readonly peers: readonly number[] };
    },
): Promise<Part> {
  const { folder, port, notifications, cluster } = options;
  const own = join(folder, `alertmanager-${port}`);
  mkdirSync(join(own, 'data'), { recursive: true });
  cpSync(notifications, own, { recursive: true });
  writeAlertmanagerConfig({ folder: own, services: urlsOf(options) });
  const file = join(own, 'alertmanager.yml');
  writeFileSync(file, scaleRoutes(readFileSync(file, 'utf8'), FACTOR));
  const gossip = cluster
    ? [
        `--cluster.listen-address=${HOST}:${cluster.port}`,
        `--cluster.advertise-address=${HOST}:${cluster.port}`,
        `--cluster.peer-timeout=${scaled('15s', FACTOR / 12)}`,
        ...cluster.peers.map((peer) => `--cluster.peer=${HOST}:${peer}`),
      ]
    : ['--cluster.listen-address='];
  return start('alertmanager', folder, port, [
    `--config.file=${file}`,
    `--storage.path=${join(own, 'data')}`,
    ...gossip,
  ]);
}

async function start(name: PartName, folder: string, port: number, args: readonly string[]): Promise<Part> {
  const url = `http://${HOST}:${port}`;
  const program = await startProgram({
    name,
    path: findProgram(PARTS[name].programs) ?? name,
    args: [...args, `--web.listen-address=${HOST}:${port}`],
    readyUrl: `${url}/-/ready`,
    logFile: join(folder, `${name}-${port}.log`),
  });
  return { url, stop: program.stop, kill: program.kill };
}

function urlsOf({ authUrl, predictUrl }: Services): ServiceUrls {
  return { auth: authUrl, predict: predictUrl };
}
