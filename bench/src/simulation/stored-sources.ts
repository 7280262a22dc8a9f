import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Random } from '../../../apps/cli/dist/traffic/index.js';
import { root } from '../../../apps/cli/dist/installation/index.js';
import { type Draw, type LabelledRows, mostProbable, rowsAt, type Shift, type Source } from './source.js';

const FOLDER = join(root, 'bench', 'data');
const MIN_DISTINCT = 200;

/** A data set as bench/data/export.py writes it. */
interface StoredSet {
  readonly name: string;
  readonly features: readonly {
    readonly name: string;
    readonly kind: 'numerical' | 'categorical';
    readonly integer: boolean;
    readonly values: readonly (number | string | null)[];
  }[];
  readonly classes: readonly string[];
  readonly positive: string | null;
  /** The index of the class of each row. */
  readonly actual: readonly number[];
  /** The probabilities of each class but the last, out of fold, in thousandths. */
  readonly models: Readonly<Record<string, readonly (readonly number[])[]>>;
}

type ShiftedFeature = StoredSet['features'][number];

/** The name of a model in the stored sets. */
export type StoredModel = 'boosting' | 'logistic';

/** Every data set of bench/data with the answers of a model. */
export function storedSources(model: StoredModel): readonly Source[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json.gz'))
    .sort()
    .map((file) => {
      const text = gunzipSync(readFileSync(join(FOLDER, file))).toString();
      return sourceOf(JSON.parse(text) as StoredSet, model);
    });
}

function sourceOf(set: StoredSet, model: StoredModel): Source {
  const table = tableOf(set, model);
  const shifted = set.features.find(canShift);
  return {
    name: set.name,
    spec: {
      features: set.features.map(({ name, kind, integer }) => ({ name, kind, integer })),
      classes: set.classes,
      positiveClass: set.positive,
    },
    rows: table.predictions.length,
    shifted: shifted?.name,
    draw: (random, referenceRows) => divide(table, referenceRows, random, shifted),
  };
}

/** Whether a small shift is not a new value: integers move by whole steps, and other numbers need many values. */
function canShift({ kind, integer, values }: ShiftedFeature): boolean {
  return kind === 'numerical' && (integer || new Set(values).size > MIN_DISTINCT);
}

function tableOf({ features, classes, actual, models }: StoredSet, model: StoredModel): LabelledRows {
  const columns = models[model] ?? [];
  const probabilities = new Float64Array(actual.length * classes.length);
  for (let row = 0; row < actual.length; row++) {
    let left = 1000;
    classes.forEach((_, index) => {
      const share = columns[index]?.[row] ?? left;
      left -= share;
      probabilities[row * classes.length + index] = share / 1000;
    });
  }
  return {
    rows: Object.fromEntries(features.map(({ name, values }) => [name, values])),
    predictions: mostProbable(classes, probabilities),
    probabilities,
    actual: actual.map((index) => classes[index] ?? ''),
  };
}

/** The first rows of a random order are the reference; each window is drawn from the others, no row twice. */
export function divide(
  table: LabelledRows,
  referenceRows: number,
  random: Random,
  shifted?: ShiftedFeature,
): Draw {
  const order = Array.from(table.predictions, (_, place) => place);
  shuffle(order, order.length, random);
  const others = order.slice(referenceRows);
  return {
    reference: rowsAt(table, order.slice(0, referenceRows)),
    window: (rows, shift) => {
      shuffle(others, rows, random);
      const window = rowsAt(table, others.slice(0, rows));
      return shift === undefined || shifted === undefined ? window : withShift(window, shifted, shift);
    },
  };
}

/** Brings `count` random values to the front (R. A. Fisher and F. Yates 1938). */
function shuffle(values: number[], count: number, random: Random): void {
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(random.next() * (values.length - place));
    [values[place], values[other]] = [values[other] ?? NaN, values[place] ?? NaN];
  }
}

/** Integers move by whole steps in as many rows as give the shift on average. */
function withShift(
  window: LabelledRows,
  { name, integer, values }: ShiftedFeature,
  { deviations, random }: Shift,
): LabelledRows {
  const distance = deviations * standardDeviation(values.filter((value) => typeof value === 'number'));
  const moved = Array.from(window.rows[name] ?? [], (value) => {
    if (typeof value !== 'number') return value;
    return value + (integer ? Math.floor(distance + random.next()) : distance);
  });
  return { ...window, rows: { ...window.rows, [name]: moved } };
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
