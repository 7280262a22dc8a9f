import { expect, test } from '@jest/globals';
import { evaluation, report, textOf } from '../../../../test/report-fixture.js';
import type { ModelEvaluation } from '../../evaluation/index.js';
import { reportPage } from './page.js';

const textFor = (segments: ModelEvaluation['segments']) =>
  textOf(reportPage(report({ evaluation: evaluation({ segments }) })));

const slice = {
  condition: 'age >= 54 and sex = <male>',
  columns: ['age', 'sex'],
  rows: 210,
  confirmedRows: 104,
  value: 0.61,
  lower: 0.51,
  upper: 0.7,
  rest: 0.88,
  adjustedP: 0.0004,
  weak: true,
};
const declared = { ...slice, feature: 'sex', segment: 'male', condition: 'sex = male', weak: false };

test('the report names the slice that the model is worst on, with its interval and the other rows', () => {
  const text = textFor({
    shares: null,
    quality: { rows: 640, metric: 'f1', declared: [declared], weak: [slice] },
  });
  expect(text).toContain('The model is worst where age &gt;= 54 and sex = &lt;male&gt; (210 rows).');
  expect(text).toContain('▲ worse than the rest 210 0.61 0.51 to 0.70 0.88 4.0e-4');
  expect(text).toContain('By segment');
});

test('it says when no slice is worse, and has no section without segments', () => {
  const none = { rows: 640, metric: 'f1', declared: [], weak: [] } as const;
  expect(textFor({ shares: null, quality: none })).toContain('No slice of one or two conditions is worse');
  expect(textFor({ shares: null, quality: null })).not.toContain('Where the model is wrong');
  expect(textFor(undefined)).not.toContain('Where the model is wrong');
});
