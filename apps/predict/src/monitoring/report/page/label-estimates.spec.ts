import { expect, test } from '@jest/globals';
import { column, evaluation, report, textOf, windowOf } from '../../../../test/report-fixture.js';
import { reportPage } from './page.js';

const low = { value: 0.5, lower: 0.4, upper: 0.6, threshold: { lower: 0.7, upper: 0.9 }, alert: true };

test('the report shows the estimated F1 of every label beside that of the model', () => {
  const { alert, ...band } = low;
  const labels = [
    { label: 'hat', f1: low },
    { label: 'smile', f1: null },
  ];
  const averages = { macro: low, micro: null, weighted: null };
  const drift = windowOf([column('age')], { estimated: null, estimatedLabels: { labels, averages } });
  const evaluated = evaluation({ drift, estimatedF1: { ...band, alert } });
  const page = reportPage(report({ task: 'multilabel', average: 'macro', evaluation: evaluated }));
  const text = textOf(page);
  expect(text).toContain('F1 (macro) without labels 0.50');
  expect(text).toMatch(
    /F1 \(macro\) . unusual 0.500 0.400 to 0.600 0.700 to 0.900 F1 of hat . unusual 0.500/,
  );
  expect(text).toMatch(/F1 of smile . undefined/);
  expect(text).not.toContain('Quality is not estimated without labels');
});
