import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { EvaluationReport } from './evaluation-report.js';

const toy = { model: 'toy', version: 1 };
const evaluated = { type: 'evaluated', ...toy, outcome: 'computed', failures: [], noProfile: null } as const;
const age = { window: 'predictions', feature: 'age', reason: 'empty-current' } as const;

let metrics: MetricSet;
let report: EvaluationReport;
let lines: string[];
beforeEach(() => {
  lines = [];
  for (const level of ['warn', 'log'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((line: unknown) => void lines.push(String(line)));
  }
  metrics = createMetrics('predict');
  report = new EvaluationReport(metrics);
  report.follow([toy]);
});
afterEach(() => void jest.restoreAllMocks());

async function counts(): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text.split('\n').filter((line) => /^monitoring_(errors|evaluations)_total\{/.test(line));
}

describe('the report of evaluations', () => {
  test('tells a trouble when it begins and when it ends, and counts it each time', async () => {
    for (let time = 0; time < 3; time += 1) report.version({ ...evaluated, failures: [age] });
    report.version(evaluated);
    expect(lines).toEqual([
      'toy version 1: no value of age: empty-current',
      'toy version 1 is evaluated in full again',
    ]);
    expect(await counts()).toEqual([
      'monitoring_evaluations_total{model="toy",version="1",outcome="computed"} 4',
      'monitoring_errors_total{model="toy",version="1",window="predictions",feature="age",reason="empty-current"} 3',
    ]);
  });

  test('names the version that a round broke at', async () => {
    report.round({ type: 'failed', reason: 'timeout', message: 'it took longer than 5 ms', version: toy });
    report.round({ type: 'done' });
    expect(lines).toEqual([
      'Evaluations are not made: it took longer than 5 ms (at toy version 1)',
      'Evaluations are made again',
    ]);
    expect(await counts()).toEqual(['monitoring_errors_total{model="toy",version="1",reason="timeout"} 1']);
  });

  test('tells once that a version has no reference, which is no error', async () => {
    for (let time = 0; time < 2; time += 1) report.version({ ...evaluated, noProfile: 'there is none' });
    expect(lines).toEqual(['toy version 1: not compared with a reference: there is none']);
    expect((await counts()).filter((line) => line.includes('errors'))).toEqual([]);
  });

  test('says nothing of a version that has gone', async () => {
    report.follow([]);
    report.version({ ...evaluated, failures: [age] });
    expect([lines, await counts()]).toEqual([[], []]);
  });
});
