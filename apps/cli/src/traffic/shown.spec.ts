import { describe, expect, test } from '@jest/globals';
import { ProgressDisplay } from './progress.js';
import type { Progress } from './model-run.js';
import type { TrafficSummary } from './run-traffic.js';
import { summaryText } from './summary-text.js';

const model = {
  ...{ model: 'heart-disease', versions: [1, 2], sent: 400, rows: 390, labels: 300 },
  ...{ f1: 0.81234, windowF1: 0.7, driftShare: 0.125, errors: 10, serverErrors: 1, retries: 2, broken: 1 },
  ...{ answers: { 200: 42, 503: 1 }, badRequests: {}, problem: '/feedback/batch was answered 500: lost' },
  ...{ seconds: 8, ratePerS: 49.96 },
};

describe('progress', () => {
  function shown(isTTY: boolean, columns: number | undefined, at: readonly number[]): string[] {
    const texts: string[] = [];
    let now = 0;
    const stream = { isTTY, columns, write: (text: string) => texts.push(text) };
    const progress = new ProgressDisplay(stream, () => now);
    for (const [index, time] of at.entries()) {
      now = time;
      const part: Progress = { ...model, planned: 1_000, done: index === at.length - 1 };
      progress.show(part);
    }
    progress.end();
    return texts;
  }

  test('is a line every five seconds, and one at the end, where there is no terminal', () => {
    const line = 'heart-disease   40 %  400/1000 rows  50.0/s  F1 0.812  drift 13 %  errors 10\n';
    expect(shown(false, undefined, [100, 4_999, 5_000, 9_999, 10_001, 10_002])).toEqual([line, line, line]);
  });

  test.each([200, 100, 80, 40])('is a bar that fits into %d columns of a terminal', (columns) => {
    const texts = shown(true, columns, [50, 100, 150, 200, 201]).filter((text) => text !== '\n');
    expect(texts).toHaveLength(3);
    for (const text of texts) {
      const line = text.replace('\r', '').replace('\u001B[K', '');
      expect(line.length).toBeLessThan(columns);
      if (columns >= 80) expect(line).toMatch(/^heart-disease {2}\[#+-+\] {2}400.1000.*errors 10$/);
    }
  });
});

test('the summary has a line for each model, then what went wrong', () => {
  const summary: TrafficSummary = {
    ...{ ok: false, scenario: 'mixed', seed: 3, interrupted: false, failure: 'predict is gone' },
    models: [
      {
        ...{ ...model, badRequests: { 'empty batch': { 400: 2 } }, rowsPerRequest: 5 },
        latencyMs: { p50: 4.56, p99: 20 },
      },
    ],
  };
  expect(summaryText(summary).split('\n')).toEqual([
    'Scenario mixed, seed 3',
    'model                sent  predicted  labels      F1  F1 of window  MAE   drift  rows/s  p50 ms  p99 ms  errors  answers',
    'heart-disease v1 v2   400        390     300  0.8123        0.7000    -  12.5 %    50.0     4.6    20.0      10  200: 42, 503: 1, none: 1, tried again: 2',
    'heart-disease: sent 5 rows per request, because larger requests were refused',
    'Bad requests to heart-disease:',
    '  empty batch  400: 2',
    'heart-disease: /feedback/batch was answered 500: lost',
    'Stopped: predict is gone',
    '',
  ]);
});
