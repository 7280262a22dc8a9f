import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProfile, evaluateWindow, prepareProfile } from '@plumbline/evaluation';
import { manifestSchema } from '../apps/predict/dist/models/manifest/manifest.schema.js';
import { profileSpecOf } from '../apps/predict/dist/models/profile-building/profile-spec.js';
import { Random } from '../scripts/traffic/random.mjs';
import { readModels } from '../scripts/traffic/reference-model.mjs';
import { root } from '../scripts/workspace.mjs';

/** So few rows that columns are compared by p-value. */
const SMALL_REFERENCE = 800;

/** Every reference has its own chance in it, so that many are drawn, and windows for each. */
const REFERENCES = 20;

const HEADER = [
  '| Model | Reference | Traffic | Rows of a window | Windows | Columns called drifted | Windows with one | Windows called drifted |',
  '| ----- | --------- | ------- | ---------------: | ------: | ---------------------: | ---------------: | ---------------------: |',
];

/**
 * Draws windows of steady traffic for every shipped model, evaluates each, and counts what is called drifted though it is
 * not: rows of the reference itself drawn again, and rows that the reference does not have.
 * @param {number} windows of every kind @returns {string} a table
 */
export function falseAlarms(windows) {
  const lines = readModels(join(root, 'models')).flatMap(({ manifest, rows }) =>
    trials(manifestSchema.parse(manifest), rows).map((trial) => line(manifest.name, trial, windows)),
  );
  return `${[...HEADER, ...lines].join('\n')}\n`;
}

/** What is compared with what: `draw` gives a prepared profile and what draws windows for it. */
function trials(manifest, rows) {
  const { minimum, size } = manifest.windows.predictions;
  const profile = storedProfile(manifest);
  const again = (rowsOfWindow) => ({
    reference: 'as shipped',
    traffic: 'drawn from it',
    rowsOfWindow,
    references: 1,
    draw: (random) => ({
      prepared: prepareProfile(profile),
      next: () => resampled(rowsOfWindow, rows, profile.prediction, random),
    }),
  });
  const apart = (reference, referenceRows, spec) => ({
    reference,
    traffic: 'other rows',
    rowsOfWindow: minimum,
    references: REFERENCES,
    draw: (random) => {
      const order = shuffled(rows, random);
      const others = order.slice(referenceRows);
      return {
        prepared: prepareProfile(buildProfile(tableOf(order.slice(0, referenceRows)), spec)),
        next: () => tableOf(shuffled(others, random).slice(0, minimum)),
      };
    },
  });
  const spec = profileSpecOf(manifest);
  return [
    again(minimum),
    again(size),
    apart('one half', Math.floor(rows.length / 2), spec),
    apart(`${SMALL_REFERENCE} rows`, SMALL_REFERENCE, withoutMethods(spec)),
  ];
}

function line(model, { reference, traffic, rowsOfWindow, references, draw }, windows) {
  const random = new Random(1, `${model} ${reference} ${rowsOfWindow}`);
  const found = { columns: 0, any: 0, windows: 0, measured: 0 };
  for (let each = 0; each < references; each++) {
    const { prepared, next } = draw(random);
    for (let window = 0; window < windows / references; window++) judge(prepared, next(), found);
  }
  const cells = [model, reference, traffic, rowsOfWindow, windows];
  return `| ${[...cells, `${found.columns} of ${found.measured}`, found.any, found.windows].join(' | ')} |`;
}

function judge(prepared, window, found) {
  const { columns, prediction, dataset } = evaluateWindow(prepared, window);
  const all = [...columns, prediction];
  if (all.some(({ failure }) => failure !== null)) throw new Error('a column has no score');
  const drifted = all.filter(({ drift }) => drift.drifted).length;
  found.measured += all.length;
  found.columns += drifted;
  found.any += Number(drifted > 0);
  found.windows += Number(dataset.datasetDrifted);
}

function storedProfile({ name, version }) {
  return JSON.parse(readFileSync(join(root, 'models', name, String(version), 'profile.json'), 'utf8'))
    .profile;
}

/** Method and threshold are left to the size of the reference. */
function withoutMethods(spec) {
  const own = { method: undefined, threshold: undefined };
  return { ...spec, features: spec.features.map((feature) => ({ ...feature, ...own })) };
}

/** Each order as likely as the others (R. A. Fisher and F. Yates 1938). */
function shuffled(values, random) {
  const order = [...values];
  for (let end = order.length - 1; end > 0; end--) {
    const place = Math.floor(random.next() * (end + 1));
    [order[end], order[place]] = [order[place], order[end]];
  }
  return order;
}

/** Rows as a reference or a window; the true class stands for the model's answer. */
function tableOf(rows) {
  const names = Object.keys(rows[0].features);
  return {
    rows: Object.fromEntries(names.map((name) => [name, rows.map(({ features }) => features[name])])),
    predictions: rows.map(({ actual }) => actual),
    probabilities: null,
    actual: null,
  };
}

/** Rows of the reference and classes as often as the model gave them there, drawn with replacement. */
function resampled(count, rows, { categories, counts }, random) {
  const total = counts.reduce((sum, each) => sum + each, 0);
  const one = () => {
    let left = random.next() * total;
    return categories[counts.findIndex((each) => (left -= each) < 0)];
  };
  return tableOf(Array.from({ length: count }, () => ({ ...random.pick(rows), actual: one() })));
}
