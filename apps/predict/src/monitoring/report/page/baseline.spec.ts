import { expect, test } from '@jest/globals';
import { evaluation, report, textOf } from '../../../../test/report-fixture.js';
import { reportPage } from './page.js';

test('the page names what drift is measured against, also in the legends', () => {
  expect(textOf(reportPage(report()))).toContain('Measured against the reference.');
  const baseline = {
    ...({ kind: 'same_hours', weeks: 4, rows: 2_000, absent: null } as const),
    ...{ since: '2026-01-01T08:00:00Z', until: '2026-01-22T09:00:00Z' },
  };
  const text = textOf(reportPage(report({ evaluation: evaluation({ baseline }) })));
  expect(text).toContain('Measured against the same hours of the last 4 weeks.');
  expect(text).toContain('same hours of the last 4 weeks (wide, outlined)');
  expect(text).not.toContain('reference (wide, outlined)');
});
