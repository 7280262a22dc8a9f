import { expect, test } from '@jest/globals';
import { createMetrics } from '@plumbline/metrics';
import { PredictionLogReport } from './prediction-log-report.js';

test('counts every failure, and logs one every 5 s', async () => {
  const metrics = createMetrics('predict');
  const logged: unknown[] = [];
  const log = (entry: unknown) => logged.push(entry);
  let nowMs = 0;
  const report = new PredictionLogReport(metrics, { warn: log, error: log }, { monotonicMs: () => nowMs });
  for (nowMs of [0, 1, 4_999]) report.full();
  expect(logged).toHaveLength(1);
  nowMs = 5_000;
  report.full();
  expect(logged).toHaveLength(2);
  const { values } = await metrics.get('prediction_log_errors_total').get();
  expect(values.find(({ labels }) => labels.reason === 'spool_full')?.value).toBe(4);
});
