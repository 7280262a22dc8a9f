import type { RawColumn } from './column.js';
import type { Dropped, ValueCounts } from './numeric-sample.js';

/** A category. Booleans count as 0 and 1, as in Python; '1' and 1 are different categories. */
export type Category = string | number;

/** The cleaned values of a categorical column, without nulls, NaN and infinities. */
export class CategoricalSample {
  readonly kind = 'categorical';

  private constructor(
    /** Distinct categories in order (numbers before texts, texts by code point) with their counts. */
    readonly counts: ValueCounts<Category>,
    /** The position of each row's category in `counts.values`. */
    readonly codes: Uint32Array,
    readonly dropped: Dropped,
  ) {}

  /** Cleans and counts a column. */
  static of(values: RawColumn): CategoricalSample {
    const dropped = { missing: 0, infinite: 0 };
    const rows: Category[] = [];
    for (let index = 0; index < values.length; index++) {
      const value = values[index];
      if (value == null || Number.isNaN(value)) dropped.missing++;
      else if (value === Infinity || value === -Infinity) dropped.infinite++;
      else rows.push(typeof value === 'boolean' ? Number(value) : value);
    }
    return CategoricalSample.ofRows(rows, dropped);
  }

  /** A sample from counts; a test that needs rows gets them in the order of the categories. */
  static fromCounts(entries: Iterable<readonly [Category, number]>): CategoricalSample {
    const known = [...entries].filter(([, count]) => count > 0).sort(([a], [b]) => compareCategories(a, b));
    const counts = Float64Array.from(known, ([, count]) => count);
    const codes = new Uint32Array(counts.reduce((total, count) => total + count, 0));
    let start = 0;
    counts.forEach((count, code) => codes.fill(code, start, (start += count)));
    return new CategoricalSample({ values: known.map(([category]) => category), counts }, codes, {
      missing: 0,
      infinite: 0,
    });
  }

  get size(): number {
    return this.codes.length;
  }

  private static ofRows(rows: readonly Category[], dropped: Dropped): CategoricalSample {
    const values = [...new Set(rows)].sort(compareCategories);
    const codeOf = new Map(values.map((category, code) => [category, code]));
    const counts = new Float64Array(values.length);
    const codes = Uint32Array.from(rows, (category) => {
      const code = codeOf.get(category) ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
      return code;
    });
    return new CategoricalSample({ values, counts }, codes, dropped);
  }
}

/** @see CategoricalSample.of */
export function categorical(values: RawColumn): CategoricalSample {
  return CategoricalSample.of(values);
}

/** Numbers before texts; numbers by size, texts by code point, as Python orders them. */
export function compareCategories(left: Category, right: Category): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right);
  return typeof left === 'number' ? -1 : 1;
}

/** Compares by code point: like UTF-16 code units, except that surrogates stand for the largest code points. */
function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

function rank(codeUnit: number): number {
  const isSurrogate = codeUnit >= 0xd800 && codeUnit <= 0xdfff;
  return isSurrogate ? codeUnit + 0x10000 : codeUnit;
}
