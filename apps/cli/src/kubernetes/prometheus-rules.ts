import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from '../installation/index.js';

const SOURCE = 'monitoring/prometheus/rules';
const HEADER = '# Written by `npm run kubernetes`';

/**
 * Writes a PrometheusRule for each rule file and the kustomization that lists them into a folder, in place of those of
 * an earlier run. Returns the number of PrometheusRules.
 */
export function writePrometheusRules(folder: string): number {
  mkdirSync(folder, { recursive: true });
  for (const name of writtenBefore(folder)) rmSync(join(folder, name));
  const sources = readdirSync(join(root, SOURCE)).sort();
  for (const source of sources) save(folder, fileOf(source), `${SOURCE}/${source}`, prometheusRule(source));
  save(folder, 'kustomization.yml', SOURCE, kustomization(sources));
  return sources.length;
}

function writtenBefore(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  return files.filter((name) => readFileSync(join(folder, name), 'utf8').startsWith(HEADER));
}

function save(folder: string, name: string, source: string, resource: object): void {
  const text = stringify(resource, { lineWidth: 0, aliasDuplicateObjects: false });
  writeFileSync(join(folder, name), `${HEADER} from ${source}.\n${text}`);
}

function fileOf(source: string): string {
  return `prometheusrule-${source}`;
}

/** The groups of the file, unchanged. A test finds keys that the operator does not know. */
function prometheusRule(source: string): object {
  const text = readFileSync(join(root, SOURCE, source), 'utf8');
  const { groups } = parse(text, { merge: true }) as { groups: unknown };
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: {
      name: `plumbline-${basename(source, '.yml')}`,
      labels: { 'app.kubernetes.io/part-of': 'plumbline' },
    },
    spec: { groups },
  };
}

function kustomization(sources: readonly string[]): object {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: sources.map(fileOf),
  };
}
