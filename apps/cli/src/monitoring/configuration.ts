import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root, type ServiceUrls } from '../installation/index.js';
import { type PartName, partNames } from './parts.js';

const HOST = '127.0.0.1';
const SOURCE = join(root, 'monitoring/prometheus');

/** What the local configuration of Prometheus differs in from the committed one. */
export interface LocalConfiguration {
  readonly ports: Readonly<Record<PartName, number>>;
  /** Such as `15s`, the default. */
  readonly scrapeInterval?: string | undefined;
  readonly services: ServiceUrls;
  readonly rewriteRules?: (text: string) => string;
}

/** Writes the committed configuration and rules of Prometheus into a folder, with target files of local addresses. */
export function writeConfiguration(folder: string, local: LocalConfiguration): void {
  const { ports, scrapeInterval, services, rewriteRules = (text) => text } = local;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'targets'), { recursive: true });
  mkdirSync(join(folder, 'rules'));
  for (const name of readdirSync(join(SOURCE, 'rules'))) {
    writeFileSync(
      join(folder, 'rules', name),
      rewriteRules(readFileSync(join(SOURCE, 'rules', name), 'utf8')),
    );
  }
  const text = readFileSync(join(SOURCE, 'prometheus.yml'), 'utf8');
  writeFileSync(join(folder, 'prometheus.yml'), scrapeInterval ? withInterval(text, scrapeInterval) : text);
  for (const [job, groups] of Object.entries(targets(ports, services))) {
    // JSON is YAML.
    writeFileSync(join(folder, 'targets', `${job}.yml`), JSON.stringify(groups, null, 2));
  }
}

/** The configuration with another interval for scrapes and for rules. */
function withInterval(text: string, interval: string): string {
  const configuration = parse(text) as { global: object };
  const global = { ...configuration.global, scrape_interval: interval, evaluation_interval: interval };
  return stringify({ ...configuration, global });
}

function targets(ports: LocalConfiguration['ports'], services: ServiceUrls): Record<string, object[]> {
  const parts = partNames.map((name) => [name, [{ targets: [`${HOST}:${ports[name]}`] }]]);
  return {
    ...(Object.fromEntries(parts) as Record<PartName, object[]>),
    auth_service: [{ targets: [new URL(services.auth).host] }],
    prediction_service: [{ targets: [new URL(services.predict).host] }],
    api_probe: Object.entries(services).map(([service, url]) => ({
      targets: [`${url}/health/ready`],
      labels: { service, __exporter__: `${HOST}:${ports.blackbox}` },
    })),
  };
}
