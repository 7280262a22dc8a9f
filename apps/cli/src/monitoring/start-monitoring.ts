import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAlertmanagerConfig } from '../alertmanager/index.js';
import type { ServiceUrls } from '../installation/index.js';
import { findProgram, startProgram, type StartedProgram } from '../processes/index.js';
import { type LocalConfiguration, writeConfiguration } from './configuration.js';
import { type PartName, PARTS, partNames } from './parts.js';

const HOST = '127.0.0.1';

/** Prometheus and the programs beside it, all ready. */
export interface Monitoring {
  readonly urls: Readonly<Record<PartName, string>>;
  /** The folder of the configuration that they run with. */
  readonly config: string;
  /** Rejects when one of them ends by itself. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
}

/** How they are started. */
export interface MonitoringOptions extends LocalConfiguration {
  /** Keeps their data and the configuration they run with. */
  readonly folder: string;
  readonly logFolder: string;
  readonly rewriteRoutes?: (text: string) => string;
}

/**
 * Starts Prometheus, Alertmanager, Blackbox exporter and Pushgateway with the configuration of `monitoring/`, pointed at
 * local ports.
 */
export async function startMonitoring(options: MonitoringOptions): Promise<Monitoring> {
  const { folder, services, rewriteRoutes = (text) => text } = options;
  const config = join(folder, 'config');
  writeConfiguration(config, options);
  writeRoutes(folder, config, services, rewriteRoutes);
  const started: StartedProgram[] = [];
  const stop = async () => {
    await Promise.all(started.map((program) => program.stop()));
  };
  try {
    for (const name of partNames) started.push(await startPart(name, config, options));
  } catch (error) {
    await stop();
    throw error;
  }
  const urls = Object.fromEntries(partNames.map((name) => [name, urlOf(options, name)]));
  return {
    urls: urls as Record<PartName, string>,
    config,
    failed: Promise.race(started.map(({ failed }) => failed)),
    stop,
  };
}

function urlOf({ ports }: LocalConfiguration, name: PartName): string {
  return `http://${HOST}:${ports[name]}`;
}

function startPart(name: PartName, config: string, options: MonitoringOptions): Promise<StartedProgram> {
  const { programs, readyPath, args } = PARTS[name];
  const data = join(options.folder, name);
  const port = options.ports[name];
  mkdirSync(data, { recursive: true });
  const path = findProgram(programs);
  if (path === undefined) throw new Error(`there is no program ${programs.join(' or ')} in PATH`);
  return startProgram({
    name,
    path,
    args: [...args({ data, config, port }), `--web.listen-address=${HOST}:${port}`],
    readyUrl: urlOf(options, name) + readyPath,
    logFile: join(options.logFolder, `${name}.log`),
  });
}

/** Takes the configuration of Alertmanager that was written for this folder, else the one that notifies nobody. */
function writeRoutes(
  folder: string,
  config: string,
  services: ServiceUrls,
  rewrite: (text: string) => string,
): void {
  const own = join(folder, 'notifications', 'alertmanager.yml');
  const file = join(config, 'alertmanager.yml');
  if (!existsSync(own)) writeAlertmanagerConfig({ folder: config, services });
  writeFileSync(file, rewrite(readFileSync(existsSync(own) ? own : file, 'utf8')));
}
