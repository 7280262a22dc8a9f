import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAlertmanagerConfig } from '../../scripts/alertmanager-config.mjs';
import { Accounts } from '../../scripts/loop/accounts.mjs';
import { makePasswords, startAirflow } from '../../scripts/loop/airflow.mjs';
import { backfill } from '../../scripts/loop/history.mjs';
import { scaled, scaleRoutes, scaleRules } from '../../scripts/loop/time-scale.mjs';
import { defaultPorts, writeConfiguration } from '../../scripts/monitoring.mjs';
import { findProgram, freePort, startProgram } from '../../scripts/programs.mjs';
import { startService } from '../../scripts/service-process.mjs';
import { root } from '../../scripts/workspace.mjs';

const HOST = '127.0.0.1';
const MODEL = 'heart-disease';

/** All durations of rules and routes are divided by this: ModelF1Drop waits for 5 s. */
const FACTOR = 60;

export { freePort };

/** Starts predict on one shipped model. */
export async function startPredict({ folder, port, env }) {
  const models = join(folder, 'models');
  if (!existsSync(models)) cpSync(join(root, 'models', MODEL), join(models, MODEL), { recursive: true });
  const settings = {
    PLUMBLINE_DATA_DIR: join(folder, `predict-${port}`),
    PREDICT_PORT: String(port),
    PREDICT_MODELS_DIR: models,
    PREDICT_DEFAULT_MODEL: MODEL,
    RETRAIN_POLL_MS: '200',
  };
  const { child, ready, failure, ended } = startService(
    'predict',
    { ...process.env, ...settings, ...env },
    folder,
    () => {},
  );
  const end = (signal) => async () => {
    child.kill(signal);
    await ended;
  };
  return { url: await Promise.race([ready, failure]), stop: end('SIGTERM'), kill: end('SIGKILL') };
}

/** Starts Airflow with the shipped DAG, which trains for the predict at this URL; `dvcRemote` is where its data go. */
export async function startPipeline({ folder, predictUrl, authUrl, adminPassword, dvcRemote }) {
  const home = join(folder, 'pipeline');
  const passwords = makePasswords(home);
  const secret = await new Accounts(authUrl, adminPassword).addClient('retraining', ['models', 'predict']);
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

/** Starts Prometheus on the shipped rules; at its first start it remembers that the model was well. */
export async function startPrometheus({ folder, port, predictUrl, authUrl, alertmanagerPorts }) {
  const data = join(folder, 'prometheus');
  const config = join(folder, 'prometheus-config');
  const unused = Object.fromEntries(Object.keys(defaultPorts).map((name) => [name, 1]));
  writeConfiguration(config, {
    ports: { ...unused, prometheus: port },
    scrapeInterval: '1s',
    services: { auth: authUrl, predict: predictUrl },
    rewriteRules: (text) => scaleRules(text, FACTOR),
  });
  const targets = alertmanagerPorts.map((each) => `${HOST}:${each}`);
  writeFileSync(join(config, 'targets/alertmanager.yml'), JSON.stringify([{ targets }]));
  if (!existsSync(data)) {
    await backfill({ folder, data, model: MODEL, f1: 0.83, rows: 1_000, stepS: 1, factor: FACTOR });
  }
  return start('prometheus', ['prometheus'], folder, port, [
    `--config.file=${join(config, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--rules.alert.resend-delay=1s',
  ]);
}

/** Starts Alertmanager on the shipped routes; `cluster` has its own gossip port and those of others, if any. */
export function startAlertmanager({ folder, port, predictUrl, authUrl, notifications, cluster }) {
  const own = join(folder, `alertmanager-${port}`);
  mkdirSync(join(own, 'data'), { recursive: true });
  cpSync(notifications, own, { recursive: true });
  writeAlertmanagerConfig({ folder: own, services: { auth: authUrl, predict: predictUrl } });
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
  return start('alertmanager', ['prometheus-alertmanager', 'alertmanager'], folder, port, [
    `--config.file=${file}`,
    `--storage.path=${join(own, 'data')}`,
    ...gossip,
  ]);
}

async function start(name, names, folder, port, args) {
  const url = `http://${HOST}:${port}`;
  const program = await startProgram({
    name,
    path: findProgram(names),
    args: [...args, `--web.listen-address=${HOST}:${port}`],
    readyUrl: `${url}/-/ready`,
    logFile: join(folder, `${name}-${port}.log`),
  });
  return { url, ...program };
}
