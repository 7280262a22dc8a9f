import { describe, expect, test } from '@jest/globals';
import { dashboards, type Panel, panels, yaml } from './files.js';
import { familyOf } from './known-metrics.js';
import { parse } from './promql.js';

const GRID_COLUMNS = 24;
const boards = Object.entries(dashboards());
const shown = panels();
const { tests } = yaml<{
  tests: readonly { readonly promql_expr_test?: readonly { readonly expr: string }[] }[];
}>('monitoring/prometheus/tests/quality.test.yml');
const championChanges = tests
  .flatMap(({ promql_expr_test: queries = [] }) => queries.map(({ expr }) => expr))
  .filter((expr) => expr.includes('model_version:champion:info'));

/** Grafana's number for it. */
const ON_TIME_RANGE_CHANGE = 2;

/** Recorded over all processes, about alerts, pushed by training runs, or probed from outside: not of a chosen process. */
const OF_NO_PROCESS = /:|^(ALERTS|training_loss|probe_success|probe_duration_seconds)$/;

const variables = ({ templating }: (typeof boards)[number][1]) => templating.list ?? [];

function overlap(a: Panel['gridPos'], b: Panel['gridPos']): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

describe('dashboards', () => {
  test('are those of the five systems and of retraining, with fixed uids', () => {
    expect(Object.fromEntries(boards.map(([file, { uid }]) => [file, uid]))).toEqual({
      'api-performance.json': 'plumbline-api-performance',
      'authentication.json': 'plumbline-authentication',
      'drift-and-f1.json': 'plumbline-drift-f1',
      'ml-metrics.json': 'plumbline-ml-metrics',
      'prediction-performance.json': 'plumbline-prediction-performance',
      'retraining.json': 'plumbline-retraining',
      'system-metrics.json': 'plumbline-system-metrics',
      'weather-forecast.json': 'plumbline-weather-forecast',
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
    const offered = variables(board).map(({ name }) => name);
    expect(offered.filter((name) => ['model', 'version'].includes(name))).toEqual(
      ['model', 'version'].filter((name) => queries.includes(`$${name}`)),
    );
  });

  test.each(boards)('%s lets people choose the data source, job and instance', (_, board) => {
    const [first, job, instance] = variables(board);
    expect(first).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' });
    expect([job?.name, job?.label, instance?.name, instance?.label]).toEqual([
      ...['job', 'Job', 'instance', 'Instance'],
    ]);
    for (const { refresh } of variables(board).filter(({ type }) => type === 'query')) {
      expect(refresh).toBe(ON_TIME_RANGE_CHANGE);
    }
  });

  test.each(boards)('%s begins with the alerts, and links to console, Airflow and runbooks', (_, board) => {
    expect(board.panels.slice(0, 2).map(({ title }) => title)).toEqual(['Alerts', 'Alerts now']);
    expect(board.links.flatMap(({ url }) => url ?? [])).toEqual(
      expect.arrayContaining(['${console_url}/', '${airflow_url}/dags', '${runbooks_url}']),
    );
    expect(JSON.stringify(board)).toContain('${runbooks_url}/${__value.text}.md');
  });

  test.each(boards)('%s marks changes of the champion by the query that the rule tests check', (_, board) => {
    const [tested] = championChanges;
    const [changes, ...others] = board.annotations.list ?? [];
    expect(`count_over_time((${changes?.expr})[2h:1m])`).toBe(tested);
    expect(others.map(({ name }) => name)).toEqual(['Retrainings', 'Alerts']);
  });

  test('ask the data source that was chosen', () => {
    const asked = new Set([
      ...shown.flatMap(({ datasource, targets }) => [
        datasource?.uid,
        ...(targets ?? []).map((target) => target.datasource.uid),
      ]),
      ...boards.flatMap(([, board]) =>
        variables(board)
          .filter(({ type }) => type === 'query')
          .map(({ datasource }) => datasource?.uid),
      ),
    ]);
    expect([...asked]).toEqual(['${datasource}']);
  });

  test.each(shown)('$file: $title asks only for the chosen jobs and instances', ({ targets }) => {
    const selectors = (targets ?? []).flatMap(({ expr }) => parse(expr).selectors);
    const unlimited = selectors
      .filter(({ metric }) => !OF_NO_PROCESS.test(metric))
      .filter(({ labels }) => !['job', 'instance'].every((label) => labels.includes(label)));
    expect(unlimited.map(({ metric }) => metric)).toEqual([]);
  });

  test.each(shown)('$file: $title shows counters as rates or increases, which survive restarts', (panel) => {
    const raw = (panel.targets ?? [])
      .flatMap(({ expr }) => parse(expr).selectors)
      .filter(({ metric }) => familyOf(metric)?.type === 'counter')
      .filter(({ calls }) => !calls.some((call) => ['rate', 'increase'].includes(call)));
    expect(raw.map(({ metric }) => metric)).toEqual([]);
  });

  test.each(shown)('$file: $title has one unit: no verdict of 0 or 1 beside a score', ({ targets }) => {
    const metrics = (targets ?? []).flatMap(({ expr }) => parse(expr).selectors.map(({ metric }) => metric));
    const verdicts = metrics.filter((metric) => metric.endsWith('_detected'));
    expect([0, metrics.length]).toContain(verdicts.length);
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
    const allowed = ['$__rate_interval', '$__range'];
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

describe('the boards of the other systems', () => {
  test.each([
    [
      'weather-forecast',
      ['gru_prediction_error', 'gru_prediction_latency_ms', 'training_loss', 'drift_detected_flag'],
    ],
    [
      'ml-metrics',
      [
        ...['model_predictions_total', 'model_confidence_score', 'model_inference_latency_seconds'],
        ...['model_accuracy', 'images_processed_total', 'model_loaded', 'cache_size'],
      ],
    ],
    ['api-performance', ['api_requests_total', 'api_request_latency_seconds', 'api_errors_total']],
    ['system-metrics', ['node_cpu_seconds', 'node_memory', 'node_filesystem', 'node_network', 'container_']],
  ])('%s shows what its document names', (name, metrics) => {
    const queries = panels()
      .filter(({ file }) => file === `${name}.json`)
      .flatMap(({ targets }) => (targets ?? []).map(({ expr }) => expr))
      .join();
    expect(metrics.filter((metric) => !queries.includes(metric))).toEqual([]);
  });
});
