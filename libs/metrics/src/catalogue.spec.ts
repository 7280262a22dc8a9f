import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalogue, type MetricDefinition } from './catalogue/index.js';
import { collectProcessMetrics, createMetrics } from './metric-set.js';

const definitions = Object.entries<MetricDefinition>(catalogue);
const document = readFileSync(join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8');
const documented = document.split('\n').filter((line) => line.startsWith('| `'));

describe('the metric catalogue', () => {
  test('equals the table of docs/metrics.md row by row', () => {
    expect(documented).toEqual(definitions.map(([name, definition]) => row(name, definition)));
  });

  test.each(definitions)('%s follows the naming conventions', (name, { type, buckets, help }) => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(buckets !== undefined).toBe(type === 'histogram');
    expect(help).toMatch(/\.$/);
  });

  test('exports no gauge before its value is known', async () => {
    const gauges = definitions.filter(([, { type }]) => type === 'gauge').map(([name]) => name);
    const text = await createMetrics('predict').registry.metrics();
    const samples = text.split('\n').filter((line) => gauges.some((name) => line.startsWith(name)));
    expect(samples).toEqual([]);
  });

  test('two applications in one process do not share values', async () => {
    const [first, second] = [createMetrics('auth'), createMetrics('auth')];
    first.get('auth_lockouts_total').inc({ limit: 'account' });
    expect(await first.registry.metrics()).toContain('limit="account"');
    expect(await second.registry.metrics()).not.toContain('limit="account"');
  });

  test('takes over what was counted elsewhere each time a metric is read', async () => {
    const metrics = createMetrics('auth');
    let counted = 2;
    metrics.beforeRead('auth_lockouts_total', () => {
      metrics.get('auth_lockouts_total').inc({ limit: 'account' }, counted);
      counted = 0;
    });
    expect(await metrics.registry.metrics()).toContain('auth_lockouts_total{limit="account"} 2\n');
    expect(await metrics.registry.metrics()).toContain('auth_lockouts_total{limit="account"} 2\n');
  });

  test('refuses a metric that the service does not expose', () => {
    expect(() => createMetrics('auth').get('predictions_total')).toThrow(
      'auth does not expose the metric predictions_total',
    );
  });

  test('leaves out the process gauges with a counter suffix', async () => {
    const { registry } = createMetrics('auth');
    collectProcessMetrics(registry);
    const text = await registry.metrics();
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain('nodejs_active_handles_total');
  });
});

function row(name: string, { type, labels, services, help }: MetricDefinition): string {
  return `| \`${name}\` | ${type} | ${labels.join(', ')} | ${services.join(', ')} | ${help} |`;
}
