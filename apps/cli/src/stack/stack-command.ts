import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { examples } from '../command-line/index.js';
import { dataFolder, type Environment, environment } from '../installation/index.js';
import {
  installMonitoring,
  type Monitoring,
  type PartName,
  partNames,
  PARTS,
  startMonitoring,
} from '../monitoring/index.js';
import { freePort, isPort, onceAborted, requireFreePort, stopSignal } from '../processes/index.js';
import { type Services, startServices } from '../services/index.js';
import { accountLine, printStep, uptime } from '../terminal/index.js';

interface Options {
  readonly freePorts?: boolean;
  readonly scrapeInterval?: string;
  readonly ports: Readonly<Partial<Record<PartName, number>>>;
}

/** `plumbline stack` */
export function stackCommand(): Command {
  const command = new Command('stack')
    .summary('run auth and predict with Prometheus and Alertmanager')
    .description(
      'Runs auth and predict together with Prometheus, Alertmanager, Blackbox exporter and Pushgateway until Ctrl-C. Installs the programs where apt-get can.',
    );
  const ports: Partial<Record<PartName, number>> = {};
  for (const name of partNames) {
    command.option(
      `--${name}-port <number>`,
      `the port of ${name} (default: ${PARTS[name].port})`,
      (text) => (ports[name] = portOf(text)),
    );
  }
  return command
    .option('--free-ports', 'take any free ports, also for the services unless settings give theirs')
    .option(
      '--scrape-interval <duration>',
      'how often Prometheus scrapes and evaluates (default: 15s)',
      duration,
    )
    .addHelpText('after', examples('stack', 'stack --prometheus-port 9190', 'stack --free-ports'))
    .action((options: Omit<Options, 'ports'>) => runStack({ ...options, ports }));
}

function portOf(text: string): number {
  const port = Number(text);
  if (!isPort(port)) throw new InvalidArgumentError('It must be a number from 1 to 65535.');
  return port;
}

function duration(text: string): string {
  if (/^[1-9]\d*(ms|s|m|h)$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a number with its unit, such as 15s.');
}

async function runStack(options: Options): Promise<void> {
  const stop = stopSignal();
  stop.addEventListener('abort', () => process.stdout.write('\nStopping ...\n'));
  const stops: (() => Promise<void>)[] = [];
  let ready = false;
  try {
    process.stdout.write('The Plumbline stack is starting\n');
    await installMonitoring();
    const ports = await monitoringPorts(options);
    const env = await serviceEnvironment(options);
    printStep('Starting PostgreSQL, auth and predict');
    const services = await startServices(env, {
      command: 'npm run stack',
      onProgress: printStep,
      signal: stop,
    });
    stops.push(services.stop);
    printStep('Starting Prometheus, Alertmanager, Blackbox exporter and Pushgateway');
    const monitoring = await startMonitoring({
      folder: join(dataFolder(env), 'stack'),
      logFolder: services.logFolder,
      ports,
      scrapeInterval: options.scrapeInterval,
      services: services.urls,
    });
    stops.push(monitoring.stop);
    reportReady(services, monitoring);
    ready = true;
    await Promise.race([onceAborted(stop), monitoring.failed]);
  } catch (error) {
    // Ctrl-C reaches the services as well, so it is no failure that they end.
    if (!stop.aborted) {
      const how = ready ? 'stopped' : 'did not start';
      throw new Error(`\nThe stack ${how}: ${(error as Error).message}`, { cause: error });
    }
  } finally {
    await Promise.all(stops.map((end) => end()));
  }
}

async function serviceEnvironment({ freePorts }: Options): Promise<Environment> {
  if (!freePorts) return environment;
  return { AUTH_PORT: String(await freePort()), PREDICT_PORT: String(await freePort()), ...environment };
}

/** Checks every port before anything is started. */
async function monitoringPorts(options: Options): Promise<Record<PartName, number>> {
  const ports = {} as Record<PartName, number>;
  for (const name of partNames) {
    const port = options.ports[name] ?? (options.freePorts ? await freePort() : PARTS[name].port);
    await requireFreePort(port, `--${name}-port`);
    ports[name] = port;
  }
  return ports;
}

/** Prints the addresses, and sends them to the parent process where there is a channel to it. */
function reportReady({ urls: services, admin, logFolder }: Services, monitoring: Monitoring): void {
  const urls = { ...services, ...monitoring.urls };
  const lines = Object.entries(urls).map(([name, url]) => `  ${name.padEnd(14)}${url}\n`);
  process.stdout.write(`\nReady in ${uptime()}. Ctrl-C stops everything.\n\n${lines.join('')}`);
  process.stdout.write(`  logs          ${logFolder}\n${admin ? accountLine(admin, 14) : ''}\n`);
  process.send?.({ type: 'ready', urls, admin, config: monitoring.config, logFolder });
}
