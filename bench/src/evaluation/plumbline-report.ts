// Evaluates the window of a folder each time a line comes in, and answers with the time that it took: for the drift
// scores alone, which is what Evidently computes, and for the whole evaluation. The reference is prepared once, as in the
// service.
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { buildProfile, evaluateWindow, featureDrift, numeric, prepareProfile } from '@plumbline/evaluation';
import type { TimedScores } from './answering-process.js';
import { readWorkload } from './workload.js';

const { columns, spec, reference, window } = readWorkload(process.argv[2] ?? '');
const profile = prepareProfile(buildProfile(reference, spec));
const references = columns.map((column) => ({ ...column, sample: numeric(column.reference) }));

createInterface({ input: process.stdin }).on('line', () => {
  const drift = timed(driftScores);
  const whole = timed(() =>
    evaluateWindow(profile, window).columns.map((column) => column.drift?.score ?? NaN),
  );
  process.stdout.write(`${JSON.stringify({ drift, whole })}\n`);
});
process.stdout.write('{}\n');

function driftScores(): number[] {
  return references.map(({ sample, method, window: current }) => {
    return featureDrift(sample, numeric(current), { method }).score;
  });
}

function timed(compute: () => number[]): TimedScores {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const scores = compute();
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ms, cpuMs: (user + system) / 1000, scores };
}
