import { expect, test } from '@jest/globals';
import { goldenJson } from './golden.js';
import { manifestDraft } from './write-version.js';

const manifest = manifestDraft({
  ...{ schema_version: 1, name: 'steps', version: 1, description: 'Adds.', model_type: 'GRU' },
  ...{ created_at: '2026-01-01T00:00:00Z', parent_version: null, task: 'regression' },
  ...{ classes: null, positive_class: null, threshold: null, f1_average: null },
  features: [{ name: 'steps', type: 'array', shape: [3] }],
  inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 3], features: ['steps'] }],
  outputs: [{ name: 'y', role: 'value', datatype: 'FP32', shape: [-1, 1] }],
});
const answers = Array.from({ length: 100 }, (_, row) => ({ prediction: row }));

test.each([
  ['small rows', 3, 20],
  ['rows of a tenth of a megabyte', 5_000, 8],
  ['rows that are larger than the file may be', 60_000, 2],
])('%s: of arrays of %d numbers, golden.json holds %d', (_what, numbers, expected) => {
  const steps = Array.from({ length: numbers }, (_, place) => place / 7);
  const rows = answers.map(() => ({ steps }));
  const golden = JSON.parse(goldenJson(manifest, rows, answers)) as { prediction: number }[];
  expect(golden).toHaveLength(expected);
  expect(golden.map(({ prediction }) => prediction).slice(0, 2)).toEqual([0, 5]);
});
