import { expect, test } from '@jest/globals';
import { column, evaluation, report, textOf, windowOf } from '../../../../test/report-fixture.js';
import { reportPage } from './page.js';

const bins = Array.from({ length: 14 }, (_, bin) => bin);
const distribution = {
  edges: bins.slice(1).map((edge) => edge / 7),
  bins: bins.map((bin) => `[${bin / 7},${(bin + 1) / 7})`),
  reference: bins.map((bin) => 1_000 + bin),
  current: bins.map((bin) => 2_000 - bin),
};

test('the page of a model with very many features has those that drifted most, in at most a megabyte', () => {
  const columns = Array.from({ length: 500 }, (_, place) =>
    column(`sensor_${place}`, place / 100, { distribution, feature: `sensor_${place}` }),
  );
  const drift = { ...windowOf(columns), omittedColumns: 11_788 };
  const page = reportPage(report({ evaluation: evaluation({ drift }) }));
  expect(page.length).toBeLessThan(1_000_000);
  const text = textOf(page);
  expect(text).toContain(
    '12,208 other features, with less drift, are not shown. The counts above are of all.',
  );
  expect(text).toContain('Not shown: 420 other columns, with no more flaws than these.');
  expect(text).toContain('sensor_420');
  expect(text).not.toContain('sensor_419');
});

test('the page of a model with eighty features has them all', () => {
  const columns = Array.from({ length: 80 }, (_, place) => column(`sensor_${place}`));
  const text = textOf(reportPage(report({ evaluation: evaluation({ drift: windowOf(columns) }) })));
  expect(text).toContain('sensor_79');
  expect(text).not.toContain('not shown');
});
