import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAlertmanagerConfig } from '../alertmanager-config.mjs';
import { defaultPorts, installMonitoring, startMonitoring } from '../monitoring.mjs';
import { freePort } from '../programs.mjs';
import { startServices } from '../services.mjs';
import { root } from '../workspace.mjs';
import { Accounts } from './accounts.mjs';
import { makePasswords, RETRAINER, startAirflow } from './airflow.mjs';
import { backfill } from './history.mjs';
import { scaled, scaleRoutes, scaleRules } from './time-scale.mjs';

/**
 * @typedef {object} System
 * @property {Record<string, string>} urls of auth, predict, airflow, prometheus, alertmanager and the others
 * @property {Accounts} accounts
 * @property {{ clientId: string, clientSecret: string }} client may predict, give feedback and read all there is
 * @property {{ plumbline: string, airflow: string }} passwords of the user `admin` of each
 * @property {Promise<never>} failed rejects when a part ends by itself
 * @property {() => Promise<void>} stop
 */

/**
 * Starts everything of the loop, all real, on free ports with its data in one folder: auth, predict on a copy of the
 * shipped models, Airflow, Alertmanager with its route to predict, and Prometheus with an hour of history.
 * @param {{ folder: string, factor: number, history: { model: string, f1: number, rows: number },
 *   onProgress: (text: string) => void }} options all durations of rules and routes are divided by `factor`
 * @returns {Promise<System>}
 */
export async function startSystem({ folder, factor, history, onProgress }) {
  const stops = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    await installMonitoring();
    const layout = await plan(folder);
    const services = await startPlumbline(layout, onProgress);
    stops.push(services.stop);
    const accounts = new Accounts(services.urls.auth, layout.adminPassword);
    const airflow = await startRetraining(layout, services.urls, accounts, onProgress);
    stops.push(airflow.stop);
    onProgress('Prometheus and Alertmanager');
    const monitoring = await startWatching(layout, services.urls, accounts, { factor, history });
    stops.push(monitoring.stop);
    const scopes = ['predict', 'feedback', 'monitor', 'models', 'retrain'];
    const client = { clientId: 'loop', clientSecret: await accounts.addClient('loop', scopes) };
    const failed = Promise.race([airflow.failed, monitoring.failed]);
    failed.catch(() => {});
    const urls = { ...services.urls, airflow: airflow.url, ...monitoring.urls };
    const passwords = { plumbline: layout.adminPassword, airflow: layout.passwords.admin };
    return { urls, accounts, client, passwords, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function plan(folder) {
  const models = join(folder, 'models');
  cpSync(join(root, 'models'), models, { recursive: true });
  const ports = {};
  for (const name of ['auth', 'predict', 'airflow', ...Object.keys(defaultPorts)])
    ports[name] = await freePort();
  const home = join(folder, 'airflow');
  return {
    folder,
    models,
    ports,
    home,
    passwords: makePasswords(home),
    adminPassword: randomBytes(18).toString('base64url'),
  };
}

function startPlumbline({ folder, models, ports, passwords, adminPassword }, onProgress) {
  onProgress('auth and predict');
  const env = {
    ...process.env,
    AUTH_PORT: String(ports.auth),
    PREDICT_PORT: String(ports.predict),
    AUTH_ADMIN_PASSWORD: adminPassword,
    PLUMBLINE_DATA_DIR: join(folder, 'data'),
    PREDICT_MODELS_DIR: models,
    AIRFLOW_URL: `http://127.0.0.1:${ports.airflow}`,
    AIRFLOW_USERNAME: RETRAINER,
    AIRFLOW_PASSWORD: passwords[RETRAINER],
    RETRAIN_POLL_MS: '1000',
  };
  return startServices(env, { command: 'npm run demo', onProgress, onRestart: onProgress });
}

async function startRetraining({ folder, home, ports }, services, accounts, onProgress) {
  const secret = await accounts.addClient('retraining', ['models', 'predict']);
  return startAirflow({
    home,
    port: ports.airflow,
    logFile: join(folder, 'data/logs/airflow.log'),
    env: {
      PLUMBLINE_DATA_DIR: join(folder, 'data'),
      PLUMBLINE_PREDICT_URL: services.predict,
      PLUMBLINE_AUTH_URL: services.auth,
      PLUMBLINE_CLIENT_ID: 'retraining',
      PLUMBLINE_CLIENT_SECRET: secret,
      PUSHGATEWAY_URL: `http://127.0.0.1:${ports.pushgateway}`,
    },
    onProgress,
  });
}

async function startWatching({ folder, ports }, services, accounts, { factor, history }) {
  const stack = join(folder, 'stack');
  const notifications = join(stack, 'notifications');
  mkdirSync(notifications, { recursive: true });
  const secret = await accounts.addClient('alertmanager', ['retrain']);
  writeFileSync(join(notifications, 'client_secret'), secret, { mode: 0o600 });
  writeAlertmanagerConfig({ folder: notifications, services });
  const stepS = Math.max(1, 15 / factor);
  await backfill({ folder: stack, data: join(stack, 'prometheus'), stepS, factor, ...history });
  return startMonitoring({
    folder: stack,
    logFolder: join(folder, 'data/logs'),
    ports,
    scrapeInterval: scaled('15s', factor),
    services,
    rewriteRules: (text) => (factor === 1 ? text : scaleRules(text, factor)),
    rewriteRoutes: (text) => (factor === 1 ? text : scaleRoutes(text, factor)),
  });
}
