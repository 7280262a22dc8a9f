import type { FeatureColumn, FeatureValue, RawColumn } from '../samples/index.js';
import { arrayMeasures, arrayWithout } from './array-measures.js';
import { daysSinceEpoch } from './days.js';
import { imageMeasures } from './image-measures.js';
import { descriptorsOf } from './text-descriptors.js';

/** How the compared numbers of a feature follow from its values, as plain values that can be stored as JSON. */
export type StoredMeasure =
  | { readonly type: 'date' }
  | {
      readonly type: 'array';
      /** Elements of the last dimension. */
      readonly width: number;
      /** Names of the first elements of the last dimension; empty when all elements are measured together. */
      readonly channels: readonly string[];
    }
  | { readonly type: 'image' };

/** A stored measure, or that of texts, whose vocabulary is stored apart. */
export type Measure = StoredMeasure | { readonly type: 'text'; readonly vocabulary: ReadonlySet<string> };

/** The numbers of one value by descriptor; the feature itself has the descriptor `''`. A missing one is undefined or NaN. */
export type Measured = Readonly<Record<string, number | undefined>>;

const NOTHING: Measured = {};

/** Measures one value. @throws {TypeError} for a value of another type. */
export function measureValue(measure: Measure, value: FeatureValue): Measured {
  if (value == null) return measure.type === 'array' ? arrayWithout(measure.channels) : NOTHING;
  switch (measure.type) {
    case 'date':
      return { '': daysSinceEpoch(value) };
    case 'array':
      return arrayMeasures(measure, value);
    case 'image':
      return imageMeasures(value);
    case 'text':
      if (typeof value !== 'string') throw new TypeError('a value is not a text');
      return descriptorsOf(value, measure.vocabulary);
  }
}

/** Measures a column. @returns the numbers of a descriptor, one per row, NaN where missing. */
export function measureColumn(measure: Measure, values: FeatureColumn): (descriptor: string) => Float64Array {
  const rows = Array.from(values, (value) => measureValue(measure, value));
  return (descriptor) => Float64Array.from(rows, (row) => row[descriptor] ?? NaN);
}

/** The descriptor of the column that tells whether a feature has a value. */
export const MISSING = 'missing';

/** The categories of that column. */
export const missingCategories = ['missing', 'present'] as const;

/** The column that tells whether a feature has a value. @param isText a blank text is none. */
export function missingness(values: FeatureColumn, isText: boolean): RawColumn {
  const isAbsent = (value: FeatureValue) =>
    value == null || Number.isNaN(value) || (isText && typeof value === 'string' && value.trim() === '');
  return Array.from(values, (value) => missingCategories[Number(!isAbsent(value))]);
}
