import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The reference profile's inputs and the window of a folder that `writeWorkload` made. */
export function readWorkload(folder) {
  const workload = JSON.parse(readFileSync(join(folder, 'workload.json'), 'utf8'));
  const { names, methods, referenceRows, rows } = workload;
  return {
    names,
    spec: {
      features: names.map((name, index) => ({ name, kind: 'numerical', method: methods[index] })),
      classes: ['no', 'yes'],
      chunkRows: 1_000,
    },
    reference: { ...table(folder, 'reference.f64', names, referenceRows), actual: null },
    window: table(folder, 'current.f64', names, rows),
  };
}

function table(folder, file, names, rows) {
  const { buffer } = new Uint8Array(readFileSync(join(folder, file)));
  const columns = names.map((name, index) => [name, new Float64Array(buffer, index * rows * 8, rows)]);
  const predictions = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'no' : 'yes'));
  return { rows: Object.fromEntries(columns), predictions, probabilities: null };
}
