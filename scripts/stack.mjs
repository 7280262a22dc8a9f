import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultPorts, installMonitoring, startMonitoring } from './monitoring.mjs';
import { freePort, requirePort } from './programs.mjs';
import { dataFolder } from './running.mjs';
import { startServices } from './services.mjs';
import { stopRequest } from './stop-request.mjs';
import { prepareWorkspace } from './workspace.mjs';

const USAGE = `npm run stack -- [options]
  --prometheus-port, --alertmanager-port, --blackbox-port, --pushgateway-port NUMBER
  --free-ports               take any free ports, of the services too
  --scrape-interval 15s      how often Prometheus scrapes and evaluates
`;

const startedAt = Date.now();
const progress = (message) => process.stdout.write(`  ${message} ...\n`);
const stops = [];
let ready = false;
const stop = stopRequest();

try {
  const options = readOptions();
  process.stdout.write('The Plumbline stack is starting\n');
  await Promise.race([prepareWorkspace(progress), stop.rejected]);
  await installMonitoring();
  const ports = await monitoringPorts(options);
  const env = await serviceEnvironment(options);
  progress('Starting PostgreSQL, auth and predict');
  const services = await startServices(env, {
    command: 'npm run stack',
    onProgress: progress,
    stopped: stop.rejected,
  });
  stops.push(services.stop);
  progress('Starting Prometheus, Alertmanager, Blackbox exporter and Pushgateway');
  const monitoring = await startMonitoring({
    folder: join(dataFolder(env), 'stack'),
    logFolder: services.logFolder,
    ports,
    scrapeInterval: options['scrape-interval'],
    services: services.urls,
  });
  stops.push(monitoring.stop);
  tellReady(services, monitoring);
  ready = true;
  await Promise.race([stop.when, monitoring.failed]);
} catch (error) {
  // Ctrl-C reaches the services too: that they end then is no failure.
  if (!stop.asked) {
    process.stderr.write(`\nThe stack ${ready ? 'stopped' : 'did not start'}: ${error.message}\n`);
    process.exitCode = 1;
  }
}
await Promise.all(stops.map((end) => end()));
process.exit();

function readOptions() {
  const ports = Object.keys(defaultPorts).map((name) => [`${name}-port`, { type: 'string' }]);
  const options = {
    ...Object.fromEntries(ports),
    'free-ports': { type: 'boolean', default: false },
    'scrape-interval': { type: 'string' },
  };
  try {
    const { values } = parseArgs({ options });
    requireDuration(values['scrape-interval'] ?? '15s');
    return values;
  } catch (error) {
    throw new Error(`${error.message}\n${USAGE}`);
  }
}

function requireDuration(interval) {
  if (!/^[1-9]\d*(ms|s|m|h)$/.test(interval)) {
    throw new Error(`--scrape-interval must be a number with its unit, such as 15s, not ${interval}`);
  }
}

async function serviceEnvironment(options) {
  if (!options['free-ports']) return process.env;
  return { AUTH_PORT: String(await freePort()), PREDICT_PORT: String(await freePort()), ...process.env };
}

/** Every port is checked before anything is started. */
async function monitoringPorts(options) {
  const ports = {};
  for (const [name, port] of Object.entries(defaultPorts)) {
    const chosen = options[`${name}-port`];
    ports[name] = chosen === undefined ? await (options['free-ports'] ? freePort() : port) : Number(chosen);
    await requirePort(name, ports[name]);
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
