import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitoring, root, rules, yaml } from './files.js';

interface RuleTests {
  readonly rule_files: readonly string[];
  readonly tests: readonly { readonly name: string }[];
}

const runbook = readFileSync(join(root, 'docs/monitoring.md'), 'utf8');
const pages = readdirSync(join(root, 'docs/runbooks'));
const alerts = rules().flatMap(({ alert, ...rule }) => (alert === undefined ? [] : [{ alert, ...rule }]));
const recorded = rules().flatMap(({ record }) => record ?? []);

/** The names in the first column of a section's table. */
function listedIn(text: string, heading: string): (string | undefined)[] {
  const section = text.split(heading)[1]?.split(/^## /m)[0] ?? '';
  return [...section.matchAll(/^\| `([\w:]+)`/gm)].map(([, name]) => name);
}

const ruleTests = readdirSync(join(monitoring, 'prometheus/tests')).map((name) =>
  yaml<RuleTests>(`monitoring/prometheus/tests/${name}`),
);
const cases = ruleTests.flatMap(({ tests }) => tests.map(({ name }) => name));

describe.each(alerts)('alert $alert', ({ alert, expr, for: duration, labels, annotations }) => {
  const constant = expr === 'vector(1)';

  test.each(constant ? ['fires'] : ['fires', 'stays silent', 'resolves'])(
    'has a promtool case in which it %s',
    (outcome) => {
      expect(cases.filter((name) => name.startsWith(`${alert} ${outcome}`))).not.toEqual([]);
    },
  );

  test('waits, has a severity, and says what is wrong in sentences', () => {
    expect(duration ?? '0m').toMatch(/^\d+[mh]$/);
    expect(labels).toEqual({
      severity: expect.stringMatching(constant ? /^none$/ : /^(critical|warning|info)$/),
    });
    expect(annotations?.['summary']).toMatch(/^[A-Z][^{]+\.$/);
    expect(annotations?.['description']).toMatch(
      constant ? /^[A-Z].*\.$/ : /^.*\{\{ \$labels\.\w+ \}\}.*\.$/,
    );
  });

  test('points to its runbook', () => {
    expect(annotations?.['runbook_url']).toBe(`docs/runbooks/${alert}.md`);
    expect(pages).toContain(`${alert}.md`);
  });

  test('is listed in docs/monitoring.md', () => {
    const row = `| [${alert}](runbooks/${alert}.md)`;
    const line = runbook.split('\n').find((candidate) => candidate.startsWith(row));
    const cells = line?.split('|').map((cell) => cell.trim());
    expect(cells?.slice(2, 4)).toEqual([labels?.['severity'], annotations?.['summary']]);
  });
});

describe('docs/monitoring.md', () => {
  test('goes with runbooks of existing alerts only', () => {
    expect(pages.sort()).toEqual(alerts.map(({ alert }) => `${alert}.md`).sort());
  });

  test('lists exactly the numbers over all replicas that are recorded', () => {
    expect(new Set(listedIn(runbook, '## Numbers over all replicas'))).toEqual(
      new Set(recorded.filter((name) => name.includes(':'))),
    );
  });
});

describe('docs/systems.md', () => {
  test('lists exactly the earlier names that are recorded', () => {
    const systems = readFileSync(join(root, 'docs/systems.md'), 'utf8');
    const names = recorded.filter((name) => !name.includes(':'));
    const withoutSuffix = (name = '') => name.replace(/_(bucket|sum|count)$/, '');
    expect(new Set(listedIn(systems, '## Names').map(withoutSuffix))).toEqual(
      new Set(names.map(withoutSuffix)),
    );
  });
});

describe('rule tests', () => {
  test('cover every rule file', () => {
    const covered = ruleTests.flatMap((file) => file.rule_files.map((path) => path.replace('../rules/', '')));
    expect(covered.sort()).toEqual(readdirSync(join(monitoring, 'prometheus/rules')).sort());
  });
});
