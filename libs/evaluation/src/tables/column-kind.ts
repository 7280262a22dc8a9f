import type { Mode } from '../comparison/index.js';
import { type FeatureKind, isIntegerArray, isMissing, kindOf, type RawColumn } from '../samples/index.js';

/** What a column holds. Texts are not compared: compare numbers computed from them. */
export type ColumnKind = FeatureKind | 'text';

/** In mode `evidently`, whole numbers with at most this many distinct values are categories. */
const FEW_WHOLE_NUMBERS = 10;

/** In mode `robust`, a column of at most this many distinct texts is never `text`. */
const FEW_TEXTS = 20;

/**
 * The kind of a column of the reference. Numbers are `numerical`, booleans and a mixture are `categorical`. Strings of
 * which more than half are distinct are `text`, others `categorical`. In mode `evidently`, as Evidently infers kinds, whole
 * numbers are `categorical` if they have at most 10 distinct values; in mode `robust`, up to 20 distinct strings are always
 * `categorical`.
 */
export function columnKind(values: RawColumn, mode: Mode): ColumnKind {
  if (kindOf(values) === 'numerical') {
    const isCoded = mode === 'evidently' && isWhole(values) && distinctOf(values) <= FEW_WHOLE_NUMBERS;
    return isCoded ? 'categorical' : 'numerical';
  }
  const present = Array.from(values).filter((value) => !isMissing(value));
  if (present.some((value) => typeof value !== 'string')) return 'categorical';
  const distinct = distinctOf(present);
  const isText = distinct > present.length / 2 && (mode === 'evidently' || distinct > FEW_TEXTS);
  return isText ? 'text' : 'categorical';
}

/** Whether pandas would hold the numbers as integers: the type of a typed array tells, values otherwise. */
export function isWhole(values: RawColumn): boolean {
  if (ArrayBuffer.isView(values)) return isIntegerArray(values);
  return values.length > 0 && Array.from(values).every((value) => Number.isInteger(value));
}

function distinctOf(values: RawColumn): number {
  return new Set(Array.from(values).filter((value) => !isMissing(value))).size;
}
