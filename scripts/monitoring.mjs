import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAlertmanagerConfig } from './alertmanager-config.mjs';
import { findProgram, startProgram } from './programs.mjs';
import { root, run } from './workspace.mjs';

const HOST = '127.0.0.1';
const source = join(root, 'monitoring');

/** What runs beside the services: its names as a program, its port, and how it is started. */
const PARTS = {
  pushgateway: {
    names: ['prometheus-pushgateway', 'pushgateway'],
    port: 9091,
    ready: '/-/ready',
    args: ({ data }) => [`--persistence.file=${join(data, 'metrics')}`],
  },
  blackbox: {
    names: ['prometheus-blackbox-exporter', 'blackbox_exporter'],
    port: 9115,
    ready: '/-/healthy',
    args: () => [`--config.file=${join(source, 'blackbox/blackbox.yml')}`],
  },
  alertmanager: {
    names: ['prometheus-alertmanager', 'alertmanager'],
    port: 9093,
    ready: '/-/ready',
    args: ({ data, config, port }) => [
      ...publicUrl(process.env.ALERTMANAGER_PUBLIC_URL, port),
      `--config.file=${join(config, 'alertmanager.yml')}`,
      `--storage.path=${data}`,
      '--cluster.listen-address=',
    ],
  },
  prometheus: {
    names: ['prometheus'],
    port: 9090,
    ready: '/-/ready',
    args: ({ data, config, port }) => [
      ...publicUrl(process.env.PROMETHEUS_PUBLIC_URL, port),
      `--config.file=${join(config, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=15d',
    ],
  },
};

/** Where links in messages lead; without it they name this machine by its host name. The program itself stays at `/`. */
function publicUrl(url, port) {
  return [`--web.external-url=${url ?? `http://${HOST}:${port}`}`, '--web.route-prefix=/'];
}

const unchanged = (text) => text;

/** The default port of each part by its name. */
export const defaultPorts = Object.fromEntries(Object.entries(PARTS).map(([name, { port }]) => [name, port]));

/** Installs what is missing of the monitoring programs. @throws Error in one sentence where that is not possible. */
export async function installMonitoring() {
  const missing = () => Object.entries(PARTS).filter(([, { names }]) => findProgram(names) === undefined);
  if (missing().length === 0) return;
  try {
    await run('bash', [join(root, 'scripts/install-packages.sh')]);
  } catch {
    const names = missing().map(([name]) => name);
    throw new Error(
      `${names.join(', ')} could not be installed; see docs/monitoring.md for what npm run stack needs`,
    );
  }
}

/**
 * Starts Prometheus, Alertmanager, Blackbox exporter and Pushgateway with the configuration of `monitoring/`, pointed
 * at local ports. `folder` keeps their data and the configuration they run with.
 * @param {{ folder: string, logFolder: string, ports: Record<string, number>, scrapeInterval?: string,
 *   services: { auth: string, predict: string }, rewriteRules?: (text: string) => string,
 *   rewriteRoutes?: (text: string) => string }} options
 */
export async function startMonitoring({
  folder,
  logFolder,
  ports,
  scrapeInterval,
  services,
  rewriteRules = unchanged,
  rewriteRoutes = unchanged,
}) {
  const config = join(folder, 'config');
  writeConfiguration(config, { ports, scrapeInterval, services, rewriteRules });
  writeRoutes(folder, config, services, rewriteRoutes);
  const started = [];
  const stop = async () => {
    await Promise.all(started.map((program) => program.stop()));
  };
  try {
    for (const [name, part] of Object.entries(PARTS)) {
      started.push(await startPart(name, part, { folder, logFolder, config, port: ports[name] }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const urls = Object.fromEntries(Object.keys(PARTS).map((name) => [name, `http://${HOST}:${ports[name]}`]));
  return { urls, config, stop, failed: Promise.race(started.map(({ failed }) => failed)) };
}

function startPart(name, { names, ready, args }, { folder, logFolder, config, port }) {
  const data = join(folder, name);
  mkdirSync(data, { recursive: true });
  return startProgram({
    name,
    path: findProgram(names),
    args: [...args({ data, config, port }), `--web.listen-address=${HOST}:${port}`],
    readyUrl: `http://${HOST}:${port}${ready}`,
    logFile: join(logFolder, `${name}.log`),
  });
}

/** Alertmanager's own configuration if somebody wrote one for this folder, else the one in which nobody is notified. */
function writeRoutes(folder, config, services, rewrite) {
  const own = join(folder, 'notifications', 'alertmanager.yml');
  const file = join(config, 'alertmanager.yml');
  if (!existsSync(own)) writeAlertmanagerConfig({ folder: config, services });
  writeFileSync(file, rewrite(readFileSync(existsSync(own) ? own : file, 'utf8')));
}

/**
 * Writes the committed Prometheus configuration and rules into a folder, with target files of local addresses.
 * @param {string} config
 * @param {{ ports: Record<string, number>, scrapeInterval?: string, services: { auth: string, predict: string },
 *   rewriteRules: (text: string) => string }} options
 */
export function writeConfiguration(config, { ports, scrapeInterval, services, rewriteRules }) {
  rmSync(config, { recursive: true, force: true });
  mkdirSync(join(config, 'targets'), { recursive: true });
  mkdirSync(join(config, 'rules'));
  for (const name of readdirSync(join(source, 'prometheus/rules'))) {
    const text = readFileSync(join(source, 'prometheus/rules', name), 'utf8');
    writeFileSync(join(config, 'rules', name), rewriteRules(text));
  }
  const text = readFileSync(join(source, 'prometheus/prometheus.yml'), 'utf8');
  writeFileSync(
    join(config, 'prometheus.yml'),
    scrapeInterval ? text.replace(/_interval: 15s$/gm, `_interval: ${scrapeInterval}`) : text,
  );
  for (const [job, groups] of Object.entries(targets(ports, services))) {
    // JSON is YAML.
    writeFileSync(join(config, 'targets', `${job}.yml`), JSON.stringify(groups, null, 2));
  }
}

function targets(ports, services) {
  const parts = Object.keys(PARTS).map((name) => [name, [{ targets: [`${HOST}:${ports[name]}`] }]]);
  return {
    ...Object.fromEntries(parts),
    auth_service: [{ targets: [new URL(services.auth).host] }],
    predict_service: [{ targets: [new URL(services.predict).host] }],
    api_probe: Object.entries(services).map(([service, url]) => ({
      targets: [`${url}/health/ready`],
      labels: { service, __exporter__: `${HOST}:${ports.blackbox}` },
    })),
  };
}
