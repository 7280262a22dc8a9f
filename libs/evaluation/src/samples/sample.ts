import { categorical, CategoricalSample } from './categorical-sample.js';
import { isMissing, type RawColumn } from './column.js';
import { numeric, NumericSample } from './numeric-sample.js';

/** The cleaned values of a feature. */
export type Sample = NumericSample | CategoricalSample;

/** The kind of a feature's values. */
export type FeatureKind = Sample['kind'];

/** A column to compare: its raw values, or a sample made of them, which is then not cleaned and sorted again. */
export type Column = RawColumn | Sample;

/** `numerical` if every value that is not missing is a number, also when there is none; otherwise `categorical`. */
export function kindOf(values: RawColumn): FeatureKind {
  if (ArrayBuffer.isView(values)) return 'numerical';
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value !== 'number' && !isMissing(value)) return 'categorical';
  }
  return 'numerical';
}

/** The sample of a column. @param kind that of the values by default; a sample keeps its own. */
export function toSample(column: Column, kind?: FeatureKind): Sample {
  if (column instanceof NumericSample || column instanceof CategoricalSample) return column;
  if ((kind ?? kindOf(column)) === 'categorical') return categorical(column);
  return numeric(column as ArrayLike<number | null | undefined>);
}
