import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, yaml } from './files.js';
import { prometheusRuleSchema } from './prometheus-rule.schema.js';

interface Resource {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly groups: Record<string, unknown>[] };
}

const committed = 'deploy/kubernetes';
const sources = readdirSync(join(root, 'monitoring/prometheus/rules'));
const validate = new Ajv({ allErrors: true }).compile(prometheusRuleSchema);
const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const resource = (source: string) => yaml<Resource>(`${committed}/prometheusrule-${source}`);

describe('npm run kubernetes', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-kubernetes-'));
    make();
    renameSync(join(folder, 'prometheusrule-drift.yml'), join(folder, 'prometheusrule-gone.yml'));
    make();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const make = () =>
    execFileSync(process.execPath, [join(root, 'scripts/plumbline.mjs'), 'kubernetes', '--folder', folder]);

  test('makes what is committed, and leaves nothing of a rule file that is gone', () => {
    expect(contents(folder)).toEqual(contents(join(root, committed)));
  });
});

describe.each(sources)('the PrometheusRule of %s', (source) => {
  test('has the groups of the rule file that compose mounts', () => {
    expect(resource(source).spec).toEqual(yaml(`monitoring/prometheus/rules/${source}`));
  });

  test('holds nothing that the operator would refuse or drop', () => {
    validate(resource(source));
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('the schema of PrometheusRule', () => {
  const [source = ''] = sources;
  const withRule = (change: object) => {
    const { spec, ...rest } = resource(source);
    const rule = { alert: 'A', expr: 'up == 0', ...change };
    return { ...rest, spec: { groups: [...spec.groups, { name: 'more', rules: [rule] }] } };
  };

  test.each([
    ['an unknown key', { sevirity: 'critical' }],
    ['a duration without a unit', { for: '5' }],
    ['an alert that is a recording as well', { record: 'a:b:c' }],
    ['a label that is a number', { labels: { severity: 1 } }],
  ])('refuses %s', (_what, change) => {
    expect(validate(withRule({}))).toBe(true);
    expect(validate(withRule(change))).toBe(false);
  });
});

describe('the kustomization', () => {
  test('lists every PrometheusRule, each of another name', () => {
    const { resources } = yaml<{ resources: string[] }>(`${committed}/kustomization.yml`);
    expect(resources).toEqual(sources.map((source) => `prometheusrule-${source}`).sort());
    expect(new Set(sources.map((source) => resource(source).metadata.name)).size).toBe(sources.length);
  });
});
