import { describe, expect, test } from '@jest/globals';
import { dashboards, type Panel, panels, yaml } from './files.js';

interface Provisioned {
  readonly datasources: readonly { uid: string; type: string }[];
}

const GRID_COLUMNS = 24;
const boards = Object.entries(dashboards());
const shown = panels();
const { datasources } = yaml<Provisioned>('monitoring/grafana/provisioning/datasources/prometheus.yml');
const { tests } = yaml<{
  tests: readonly { readonly promql_expr_test?: readonly { readonly expr: string }[] }[];
}>('monitoring/prometheus/tests/quality.test.yml');
const championChanges = tests
  .flatMap(({ promql_expr_test: queries = [] }) => queries.map(({ expr }) => expr))
  .filter((expr) => expr.includes('model_version:champion:info'));

function overlap(a: Panel['gridPos'], b: Panel['gridPos']): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

describe('dashboards', () => {
  test('are authentication, drift and F1, prediction performance and retraining, with fixed uids', () => {
    expect(Object.fromEntries(boards.map(([file, { uid }]) => [file, uid]))).toEqual({
      'authentication.json': 'plumbline-authentication',
      'drift-and-f1.json': 'plumbline-drift-f1',
      'prediction-performance.json': 'plumbline-prediction-performance',
      'retraining.json': 'plumbline-retraining',
    });
  });

  test.each(boards)('%s cannot be changed in the browser and links to the others', (_, board) => {
    expect(board.editable).toBe(false);
    expect(board.tags).toContain('plumbline');
  });

  test.each(boards)('%s has panels of distinct ids and titles that do not overlap', (_, board) => {
    const ids = board.panels.map(({ id }) => id);
    const titles = board.panels.map(({ title }) => title);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(titles).size).toBe(titles.length);
    const pairs = board.panels.flatMap((a, index) =>
      board.panels.slice(index + 1).map((b) => [a, b] as const),
    );
    expect(
      pairs.filter(([a, b]) => overlap(a.gridPos, b.gridPos)).map(([a, b]) => [a.title, b.title]),
    ).toEqual([]);
    expect(board.panels.filter(({ gridPos: { x, w } }) => x + w > GRID_COLUMNS)).toEqual([]);
  });

  test.each(boards)('%s offers model and version where its queries use them', (_, board) => {
    const queries = board.panels.flatMap(({ targets }) => (targets ?? []).map(({ expr }) => expr)).join();
    const offered = (board.templating.list ?? []).map(({ name }) => name);
    expect(offered).toEqual(['model', 'version'].filter((name) => queries.includes(`$${name}`)));
  });

  test.each(boards)('%s marks changes of the champion by the query that the rule tests check', (_, board) => {
    const [tested] = championChanges;
    expect(board.annotations.list?.map(({ expr }) => `count_over_time((${expr})[2h:1m])`)).toEqual([tested]);
  });

  test('ask the provisioned Prometheus', () => {
    const uid = datasources.find(({ type }) => type === 'prometheus')?.uid;
    expect(uid).toBe('plumbline-prometheus');
    const asked = new Set([
      ...shown.flatMap(({ datasource, targets }) => [
        datasource?.uid,
        ...(targets ?? []).map((target) => target.datasource.uid),
      ]),
      ...boards.flatMap(([, { templating }]) =>
        (templating.list ?? []).map(({ datasource }) => datasource.uid),
      ),
    ]);
    expect([...asked]).toEqual([uid]);
  });

  test.each(shown)(
    '$file: $title says what it shows, in which unit, and judges it by thresholds',
    (panel) => {
      expect(panel.description ?? '').toMatch(/^[A-Z].{20,}\.$/s);
      expect(panel.fieldConfig?.defaults.unit).toBeTruthy();
      expect(panel.fieldConfig?.defaults.thresholds).toBeTruthy();
      expect(panel.targets?.length).toBeGreaterThan(0);
    },
  );

  test.each(shown)('$file: $title takes rates over an interval that holds enough scrapes', ({ targets }) => {
    const intervals = (targets ?? []).flatMap(({ expr }) =>
      [...expr.matchAll(/(?:rate|increase)\([^[]*\[([^\]]+)\]/g)].map(([, interval]) => interval),
    );
    const allowed = ['$__rate_interval', '$__range', '1h', '5m'];
    expect(intervals.filter((interval) => !allowed.includes(interval ?? ''))).toEqual([]);
  });
});

describe('prediction performance', () => {
  test('has the eleven panels of the heart-disease system', () => {
    const titles = dashboards()['prediction-performance.json']?.panels.map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining([
        'Total API requests',
        'Request duration, p95',
        'Predictions by result',
        'Prediction confidence distribution',
        'Active requests',
        'Error rate',
        'Model status',
        'Prediction latency',
        'Total predictions',
        'Total errors',
        'Success rate',
      ]),
    );
  });
});
