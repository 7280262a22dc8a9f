// Prints what a window takes in memory as the library is given it and as the service reads it, and what an evaluation
// takes on top; bytes a value. Needs --expose-gc.
import { buildProfile, evaluateWindow, prepareProfile } from '../../libs/evaluation/dist/index.js';
import { readWorkload } from './read-workload.mjs';

const folder = process.argv[2];
const before = used();
const { names, spec, reference, window } = readWorkload(folder);
const rows = window.predictions.length;
const values = names.length * rows;
const loaded = used();
const columnsBytes = (loaded - before) * (values / (values + names.length * reference.predictions.length));

const profile = prepareProfile(buildProfile(reference, spec));
for (let run = 0; run < 5; run++) evaluateWindow(profile, window);
const settled = used();
evaluateWindow(profile, window);
const retainedBytes = Math.max(0, used() - settled);

const beforeRows = used();
const logged = Array.from({ length: rows }, (_, row) => ({
  features: Object.fromEntries(names.map((name) => [name, window.rows[name][row]])),
  prediction: window.predictions[row],
  probabilities: null,
}));
const rowsBytes = used() - beforeRows;
process.stdout.write(
  JSON.stringify({
    values: logged.length * names.length,
    paperBytes: 8,
    columns: columnsBytes / values,
    rows: rowsBytes / values,
    retainedBytes,
  }),
);

function used() {
  for (let time = 0; time < 3; time++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
