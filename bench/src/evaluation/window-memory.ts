// Prints the memory of a window as the library receives it and as the service reads it, and what an evaluation retains;
// bytes per value. Needs --expose-gc.
import { buildProfile, evaluateWindow, prepareProfile } from '@plumbline/evaluation';
import type { WindowMemory } from './evaluation-table.js';
import { readWorkload } from './workload.js';

const RUNS = 5;
const folder = process.argv[2] ?? '';

const before = used();
const { columns, spec, reference, window } = readWorkload(folder);
const rows = window.predictions.length;
const values = columns.length * rows;
const loaded = used();
const columnsBytes = (loaded - before) * (values / (values + columns.length * reference.predictions.length));

const profile = prepareProfile(buildProfile(reference, spec));
for (let run = 0; run < RUNS; run++) evaluateWindow(profile, window);
const settled = used();
evaluateWindow(profile, window);
const retainedBytes = Math.max(0, used() - settled);

const beforeRows = used();
const logged = Array.from({ length: rows }, (_, row) => ({
  features: Object.fromEntries(columns.map(({ name, window: column }) => [name, column[row]])),
  prediction: window.predictions[row],
  probabilities: null,
}));
const rowsBytes = used() - beforeRows;
const memory: WindowMemory = {
  values: logged.length * columns.length,
  paperBytes: 8,
  columns: columnsBytes / values,
  rows: rowsBytes / values,
  retainedBytes,
};
process.stdout.write(JSON.stringify(memory));

function used(): number {
  for (let time = 0; time < 3; time++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
