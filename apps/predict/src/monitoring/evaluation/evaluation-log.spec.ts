import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { EvaluationLog } from './evaluation-log.js';

const toy = { model: 'toy', version: 1 };
const evaluated = { type: 'evaluated', ...toy, outcome: 'computed', failures: [], noProfile: null } as const;
const age = { window: 'predictions', feature: 'age', reason: 'empty-current' } as const;

let metrics: MetricSet;
let log: EvaluationLog;
let lines: unknown[];
beforeEach(() => {
  lines = [];
  for (const level of ['warn', 'log'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((line: unknown) => void lines.push(line));
  }
  metrics = createMetrics('predict');
  log = new EvaluationLog(metrics);
  log.follow([toy]);
});
afterEach(() => void jest.restoreAllMocks());

async function counts(): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text.split('\n').filter((line) => /^monitoring_(errors|evaluations)_total\{/.test(line));
}

describe('the log of evaluations', () => {
  test('reports a problem when it begins and when it ends, and counts it each time', async () => {
    for (let time = 0; time < 3; time += 1) log.versionReported({ ...evaluated, failures: [age] });
    log.versionReported(evaluated);
    expect(lines).toEqual([
      { message: 'The evaluation is incomplete', ...toy, missing: 'age: empty-current' },
      { message: 'The version is evaluated in full again', ...toy },
    ]);
    expect(await counts()).toEqual([
      'monitoring_evaluations_total{model="toy",version="1",outcome="computed"} 4',
      'monitoring_errors_total{model="toy",version="1",window="predictions",feature="age",reason="empty-current"} 3',
    ]);
  });

  test('names the version during which a round failed', async () => {
    log.roundEnded({ type: 'failed', reason: 'timeout', message: 'it took longer than 5 ms', version: toy });
    log.roundEnded({ type: 'done' });
    expect(lines).toEqual([
      { message: 'An evaluation round failed', ...toy, reason: 'timeout', error: 'it took longer than 5 ms' },
      { message: 'Evaluations run again' },
    ]);
    expect(await counts()).toEqual(['monitoring_errors_total{model="toy",version="1",reason="timeout"} 1']);
  });

  test('reports once that a version has no reference, which is not an error', async () => {
    for (let time = 0; time < 2; time += 1) log.versionReported({ ...evaluated, noProfile: 'there is none' });
    expect(lines).toEqual([
      {
        message: 'The evaluation is incomplete',
        ...toy,
        missing: 'the comparison with a reference: there is none',
      },
    ]);
    expect((await counts()).filter((line) => line.includes('errors'))).toEqual([]);
  });

  test('does not report a version that was removed', async () => {
    log.follow([]);
    log.versionReported({ ...evaluated, failures: [age] });
    expect([lines, await counts()]).toEqual([[], []]);
  });
});
