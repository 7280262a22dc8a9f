import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultPorts, installMonitoring, startMonitoring } from './monitoring.mjs';
import { freePort } from './programs.mjs';
import { startServices } from './services.mjs';
import { prepareWorkspace, root } from './workspace.mjs';

const USAGE = `npm run stack -- [options]
  --prometheus-port, --alertmanager-port, --blackbox-port, --pushgateway-port NUMBER
  --free-ports               take any free ports, of the services too
  --scrape-interval 15s      how often Prometheus scrapes and evaluates
`;

const startedAt = Date.now();
const progress = (message) => process.stdout.write(`  ${message} ...\n`);
const stops = [];
const stopRequested = interrupted();

try {
  const options = readOptions();
  process.stdout.write('The Plumbline stack is starting\n');
  await prepareWorkspace(progress);
  await installMonitoring();
  const env = await serviceEnvironment(options);
  const services = await startServices(env, progress);
  stops.push(services.stop);
  progress('Starting Prometheus, Alertmanager, Blackbox exporter and Pushgateway');
  const monitoring = await startMonitoring({
    folder: join(resolve(root, env.PLUMBLINE_DATA_DIR ?? '.plumbline'), 'stack'),
    logFolder: services.logFolder,
    ports: await monitoringPorts(options),
    scrapeInterval: options['scrape-interval'],
    services: services.urls,
  });
  stops.push(monitoring.stop);
  tellReady(services, monitoring);
  await Promise.race([stopRequested, services.failed, monitoring.failed]);
  process.stdout.write('\nStopping ...\n');
} catch (error) {
  process.stderr.write(`\nThe stack did not start, or stopped: ${error.message}\n`);
  process.exitCode = 1;
}
await Promise.all(stops.map((stop) => stop()));
process.exit();

function readOptions() {
  const ports = Object.keys(defaultPorts).map((name) => [`${name}-port`, { type: 'string' }]);
  const options = {
    ...Object.fromEntries(ports),
    'free-ports': { type: 'boolean', default: false },
    'scrape-interval': { type: 'string' },
  };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Error(`${error.message}\n${USAGE}`);
  }
}

async function serviceEnvironment(options) {
  if (!options['free-ports']) return process.env;
  return { AUTH_PORT: String(await freePort()), PREDICT_PORT: String(await freePort()), ...process.env };
}

async function monitoringPorts(options) {
  const ports = {};
  for (const [name, port] of Object.entries(defaultPorts)) {
    const chosen = options[`${name}-port`];
    ports[name] = chosen === undefined ? await (options['free-ports'] ? freePort() : port) : Number(chosen);
  }
  return ports;
}

function tellReady({ urls: services, admin, logFolder }, { urls: parts, config }) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const lines = Object.entries({ ...services, ...parts }).map(
    ([name, url]) => `  ${name.padEnd(14)}${url}\n`,
  );
  const account = admin
    ? `  admin         ${admin.username} / ${admin.password}   (shown only now: keep it)\n`
    : '';
  process.stdout.write(`\nReady in ${seconds} s. Ctrl-C stops everything.\n\n${lines.join('')}`);
  process.stdout.write(`  logs          ${logFolder}\n${account}\n`);
  process.send?.({ type: 'ready', urls: { ...services, ...parts }, admin, config, logFolder });
}

function interrupted() {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, done);
  });
}
