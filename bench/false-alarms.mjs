import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateWindow, prepareProfile } from '@plumbline/evaluation';
import { Random } from '../scripts/traffic/random.mjs';
import { readModels } from '../scripts/traffic/reference-model.mjs';
import { root } from '../scripts/workspace.mjs';

/** What a manifest that says nothing gets. */
const WINDOW = { size: 2_000, minimum: 1_000 };

const HEADER = [
  '| Model | Rows of a window | Windows | Columns called drifted | Windows called drifted |',
  '| ----- | ---------------: | ------: | ---------------------: | ---------------------: |',
];

/**
 * Draws windows of steady traffic for every shipped model, evaluates each, and counts what is called drifted though it is
 * not. @param {number} windows @returns {string} a table
 */
export function falseAlarms(windows) {
  const lines = readModels(join(root, 'models')).flatMap(({ manifest, rows }) => {
    const profile = profileOf(manifest);
    const { size, minimum } = { ...WINDOW, ...manifest.windows.predictions };
    return [minimum, size].map((rowsOfWindow) => {
      const random = new Random(1, `${manifest.name} ${rowsOfWindow}`);
      const found = count(windows, profile, () => draw(rowsOfWindow, rows, profile.prediction, random));
      const columns = windows * (profile.columns.length + 1);
      return `| ${manifest.name} | ${rowsOfWindow} | ${windows} | ${found.columns} of ${columns} | ${found.windows} |`;
    });
  });
  return `${[...HEADER, ...lines].join('\n')}\n`;
}

function profileOf({ name, version }) {
  return JSON.parse(readFileSync(join(root, 'models', name, String(version), 'profile.json'), 'utf8'))
    .profile;
}

function count(windows, profile, drawWindow) {
  const prepared = prepareProfile(profile);
  const found = { columns: 0, windows: 0 };
  for (let window = 0; window < windows; window++) {
    const { columns, prediction, dataset } = evaluateWindow(prepared, drawWindow());
    const all = [...columns, prediction];
    if (all.some(({ failure }) => failure !== null)) throw new Error('a column has no score');
    found.columns += all.filter(({ drift }) => drift.drifted).length;
    found.windows += Number(dataset.datasetDrifted);
  }
  return found;
}

/** Rows of the reference and classes as often as the model gave them there, drawn with replacement. */
function draw(count, rows, { categories, counts }, random) {
  const picked = Array.from({ length: count }, () => random.pick(rows).features);
  const names = Object.keys(picked[0]);
  const total = counts.reduce((sum, each) => sum + each, 0);
  const one = () => {
    let left = random.next() * total;
    return categories[counts.findIndex((each) => (left -= each) < 0)];
  };
  return {
    rows: Object.fromEntries(names.map((name) => [name, picked.map((row) => row[name])])),
    predictions: Array.from({ length: count }, one),
    probabilities: null,
  };
}
