// Evaluates the window of a folder each time a line comes in, and answers with what it took: the drift scores alone, which
// is what the peer is asked for, and the whole evaluation. The reference is prepared once, as it is in the service.
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import {
  buildProfile,
  evaluateWindow,
  featureDrift,
  numeric,
  prepareProfile,
} from '../../libs/evaluation/dist/index.js';
import { readWorkload } from './read-workload.mjs';

const { names, spec, reference, window } = readWorkload(process.argv[2]);
const profile = prepareProfile(buildProfile(reference, spec));
const references = names.map((name) => numeric(reference.rows[name]));

createInterface({ input: process.stdin }).on('line', () => {
  const drift = timed(driftScores);
  const whole = timed(() => evaluateWindow(profile, window).columns.map((column) => column.drift.score));
  process.stdout.write(`${JSON.stringify({ drift, whole })}\n`);
});
process.stdout.write('{}\n');

function driftScores() {
  return names.map((name, index) => {
    const { method } = spec.features[index];
    return featureDrift(references[index], numeric(window.rows[name]), { method }).score;
  });
}

function timed(compute) {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const scores = compute();
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ms, cpuMs: (user + system) / 1000, scores };
}
