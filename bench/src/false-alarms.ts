import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildProfile,
  evaluateWindow,
  type PredictionRows,
  type PreparedProfile,
  prepareProfile,
  type ProfileSpec,
  type ReferenceProfile,
  type ReferenceTable,
} from '@plumbline/evaluation';
import { Random, readModels, type ReferenceRow } from '../../apps/cli/dist/traffic/index.js';
import { type Manifest, manifestSchema } from '../../apps/predict/dist/models/manifest/index.js';
import { profileSpecOf } from '../../apps/predict/dist/models/profile-building/index.js';
import { root } from '../../apps/cli/dist/installation/index.js';
import { LEFT, markdownTable, RIGHT } from './markdown.js';

/** So few rows that columns are compared by p-value. */
const SMALL_REFERENCE = 800;

/** Every reference has its own chance in it, so that many are drawn, and windows for each. */
const REFERENCES = 20;

const HEADER = [
  'Model',
  'Reference',
  'Traffic',
  'Rows of a window',
  'Windows',
  'Columns called drifted',
  'Windows with one',
  'Windows called drifted',
];

/** A kind of steady traffic. */
interface Trial {
  readonly reference: string;
  readonly traffic: string;
  readonly rowsOfWindow: number;
  /** How many references are drawn; windows are divided among them. */
  readonly references: number;
  /** A profile, and what draws windows for it. */
  readonly draw: (random: Random) => {
    readonly prepared: PreparedProfile;
    readonly next: () => PredictionRows;
  };
}

interface Found {
  measured: number;
  columns: number;
  windowsWithOne: number;
  windows: number;
}

/**
 * Draws windows of steady traffic for every shipped model, evaluates each, and counts what is called drifted although it
 * is not: rows of the reference itself drawn again, and rows that the reference does not have.
 * @param windows of every kind
 */
export function falseAlarms(windows: number): string {
  const table = readModels(join(root, 'models')).flatMap(({ manifest: { name, version }, rows }) => {
    const manifest = manifestSchema.parse(readVersionFile(name, version, 'manifest.json'));
    return trials(manifest, rows).map((trial) => [name, ...cells(name, trial, windows)]);
  });
  return `${markdownTable(HEADER, table, [LEFT, LEFT, LEFT, RIGHT])}\n`;
}

function trials(manifest: Manifest, rows: readonly ReferenceRow[]): readonly Trial[] {
  const { minimum, size } = manifest.windows.predictions;
  const profile = storedProfile(manifest);
  const again = (rowsOfWindow: number): Trial => ({
    reference: 'as shipped',
    traffic: 'drawn from it',
    rowsOfWindow,
    references: 1,
    draw: (random) => ({
      prepared: prepareProfile(profile),
      next: () => resampled(rowsOfWindow, rows, profile.prediction, random),
    }),
  });
  const apart = (reference: string, referenceRows: number, spec: ProfileSpec): Trial => ({
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

function cells(model: string, trial: Trial, windows: number): (string | number)[] {
  const { reference, traffic, rowsOfWindow, references, draw } = trial;
  const random = new Random(1, `${model} ${reference} ${rowsOfWindow}`);
  const found = { columns: 0, windowsWithOne: 0, windows: 0, measured: 0 };
  for (let each = 0; each < references; each++) {
    const { prepared, next } = draw(random);
    for (let window = 0; window < windows / references; window++) judge(prepared, next(), found);
  }
  const drifted = `${found.columns} of ${found.measured}`;
  return [reference, traffic, rowsOfWindow, windows, drifted, found.windowsWithOne, found.windows];
}

function judge(prepared: PreparedProfile, window: PredictionRows, found: Found): void {
  const { columns, prediction, dataset } = evaluateWindow(prepared, window);
  const all = [...columns, prediction];
  if (all.some(({ failure }) => failure !== null)) throw new Error('a column has no score');
  const drifted = all.filter(({ drift }) => drift?.drifted).length;
  found.measured += all.length;
  found.columns += drifted;
  found.windowsWithOne += Number(drifted > 0);
  found.windows += Number(dataset.datasetDrifted);
}

function storedProfile({ name, version }: Manifest): ReferenceProfile {
  return (readVersionFile(name, version, 'profile.json') as { profile: ReferenceProfile }).profile;
}

function readVersionFile(name: string, version: number, file: string): unknown {
  return JSON.parse(readFileSync(join(root, 'models', name, String(version), file), 'utf8'));
}

/** Method and threshold are left to the size of the reference. */
function withoutMethods(spec: ProfileSpec): ProfileSpec {
  const own = { method: undefined, threshold: undefined };
  return { ...spec, features: spec.features.map((feature) => ({ ...feature, ...own })) };
}

/** Each order as likely as the others (R. A. Fisher and F. Yates 1938). */
function shuffled<Value extends object>(values: readonly Value[], random: Random): Value[] {
  const order = [...values];
  for (let end = order.length - 1; end > 0; end--) {
    const place = Math.floor(random.next() * (end + 1));
    const [last, chosen] = [order[end], order[place]];
    if (last === undefined || chosen === undefined) break;
    order[end] = chosen;
    order[place] = last;
  }
  return order;
}

/** Rows as a reference or a window; the true class takes the place of the model's answer. */
function tableOf(rows: readonly ReferenceRow[]): ReferenceTable {
  const names = Object.keys(rows[0]?.features ?? {});
  const column = (name: string) => rows.map(({ features }) => features[name]);
  return {
    rows: Object.fromEntries(names.map((name) => [name, column(name)])),
    predictions: rows.map(({ actual }) =>
      typeof actual === 'object' ? JSON.stringify(actual) : (actual ?? ''),
    ),
    probabilities: null,
    actual: null,
  };
}

/** Rows of the reference, and classes as often as the model predicted them there, drawn with replacement. */
function resampled(
  count: number,
  rows: readonly ReferenceRow[],
  prediction: ReferenceProfile['prediction'],
  random: Random,
): ReferenceTable {
  if (prediction.kind !== 'categorical') throw new Error('false alarms are counted for classifiers only');
  const { categories, counts } = prediction;
  const total = counts.reduce((sum, each) => sum + each, 0);
  const predicted = () => {
    let left = random.next() * total;
    return categories[counts.findIndex((each) => (left -= each) < 0)] ?? '';
  };
  return tableOf(Array.from({ length: count }, () => ({ ...random.pick(rows), actual: predicted() })));
}
