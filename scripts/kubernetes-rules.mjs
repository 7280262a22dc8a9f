import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { root } from './workspace.mjs';

const USAGE = `npm run kubernetes -- [--folder PATH]
Writes a PrometheusRule of the Prometheus operator for each file of monitoring/prometheus/rules, and the kustomization that
lists them. The folder is deploy/kubernetes by default.
`;

const SOURCE = 'monitoring/prometheus/rules';
const HEADER = '# Written by `npm run kubernetes`';

try {
  const { values } = parseArgs({ options: { folder: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) process.stdout.write(USAGE);
  else write(resolve(root, values.folder ?? 'deploy/kubernetes'));
} catch (error) {
  process.stderr.write(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

function write(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of written(folder)) rmSync(join(folder, name));
  const sources = readdirSync(join(root, SOURCE)).sort();
  for (const source of sources) {
    save(folder, fileOf(source), `${SOURCE}/${source}`, prometheusRule(source));
  }
  save(folder, 'kustomization.yml', SOURCE, kustomization(sources));
  process.stdout.write(`${sources.length} PrometheusRules are in ${folder}\n`);
}

/** What an earlier run left, so that a rule file that is gone leaves nothing behind. */
function written(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  return files.filter((name) => readFileSync(join(folder, name), 'utf8').startsWith(HEADER));
}

function save(folder, name, source, resource) {
  const text = stringify(resource, { lineWidth: 0, aliasDuplicateObjects: false });
  writeFileSync(join(folder, name), `${HEADER} from ${source}.\n${text}`);
}

function fileOf(source) {
  return `prometheusrule-${source}`;
}

/** The groups are those of the file, unchanged: a key that the operator does not know is found by the test. */
function prometheusRule(source) {
  const { groups } = parse(readFileSync(join(root, SOURCE, source), 'utf8'), { merge: true });
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

function kustomization(sources) {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: sources.map(fileOf),
  };
}
