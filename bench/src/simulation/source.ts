import type { ProfileSpec, ReferenceTable } from '@plumbline/evaluation';
import type { Random } from '../../../apps/cli/dist/traffic/index.js';

/** Labelled rows with the predictions and probabilities of a classifier. */
export interface LabelledRows extends ReferenceTable {
  readonly predictions: readonly string[];
  readonly probabilities: Float64Array | null;
  readonly actual: readonly string[];
}

type Column = LabelledRows['rows'][string];

/** A change of one feature, in its standard deviations. */
export interface Shift {
  readonly deviations: number;
  readonly random: Random;
}

/** A reference, and what draws windows of other rows of the same kind. */
export interface Draw {
  readonly reference: LabelledRows;
  readonly window: (rows: number, shift?: Shift) => LabelledRows;
}

/** A data set or a generator whose rows do not change over time. */
export interface Source {
  readonly name: string;
  readonly spec: Omit<ProfileSpec, 'chunkRows'> & { readonly classes: readonly string[] };
  /** The rows that exist; Infinity for a generator. */
  readonly rows: number;
  /** The feature that `Shift` changes; undefined where windows do not shift. */
  readonly shifted: string | undefined;
  /** Why a shift cannot be found as often as in independent rows; absent where it can. */
  readonly dependence?: string;
  readonly draw: (random: Random, referenceRows: number) => Draw;
}

/** The class with the highest probability of every row; of equal ones the first. */
export function mostProbable(classes: readonly string[], probabilities: Float64Array): string[] {
  const count = classes.length;
  return Array.from({ length: probabilities.length / count }, (_, row) => {
    const own = probabilities.subarray(row * count, (row + 1) * count);
    return classes[own.indexOf(own.reduce((most, one) => Math.max(most, one)))] ?? '';
  });
}

/** The rows at these places. */
export function rowsAt(table: LabelledRows, places: readonly number[]): LabelledRows {
  const columns = Object.entries(table.rows).map(([name, values]): [string, Column] => {
    return [name, places.map((place) => values[place])];
  });
  return {
    rows: Object.fromEntries(columns),
    predictions: places.map((place) => table.predictions[place] ?? ''),
    probabilities: table.probabilities && probabilitiesAt(table.probabilities, table.actual.length, places),
    actual: places.map((place) => table.actual[place] ?? ''),
  };
}

function probabilitiesAt(all: Float64Array, rows: number, places: readonly number[]): Float64Array {
  const width = all.length / rows;
  const picked = new Float64Array(places.length * width);
  places.forEach((place, row) => picked.set(all.subarray(place * width, (place + 1) * width), row * width));
  return picked;
}
