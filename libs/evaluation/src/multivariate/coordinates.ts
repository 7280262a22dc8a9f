/** A column as codes of its cells, reference rows and window rows each in the order of time. */
export interface DomainColumn {
  readonly name: string;
  readonly reference: Uint8Array;
  readonly window: Uint8Array;
  /** The number that stands for each code: 0 for a missing value, and of about the same deviation for all columns. */
  readonly scores: Float64Array;
  /** The codes that are compared one by one; none for a numeric column. */
  readonly categories: readonly number[];
}

/** A number for each row, reference rows first: a value, or the product of two. */
export interface Coordinate {
  /** The columns it depends on. */
  readonly columns: readonly string[];
  readonly left: Float64Array;
  /** Null for the value alone. */
  readonly right: Float64Array | null;
}

/** Products of all pairs of as many columns, which are 435; of other columns there are none. */
const MAX_PAIRED_COLUMNS = 30;

/** The values of the columns, the squares of numbers, the categories, and the products of two columns. */
export function coordinatesOf(columns: readonly DomainColumn[]): Coordinate[] {
  const scored = columns.map((column) => {
    const codes = new Uint8Array(column.reference.length + column.window.length);
    codes.set(column.reference);
    codes.set(column.window, column.reference.length);
    return { ...column, codes, values: Float64Array.from(codes, (code) => column.scores[code] ?? NaN) };
  });
  const own = scored.flatMap(({ name, categories, codes, values }): Coordinate[] => {
    if (categories.length === 0) {
      return [null, values].map((right) => ({ columns: [name], left: values, right }));
    }
    return categories.map((category) => {
      const left = Float64Array.from(codes, (code) => Number(code === category));
      return { columns: [name], left, right: null };
    });
  });
  const paired = scored.slice(0, MAX_PAIRED_COLUMNS);
  const products = paired.flatMap(({ name, values: left }, index) =>
    paired
      .slice(index + 1)
      .map((other): Coordinate => ({ columns: [name, other.name], left, right: other.values })),
  );
  return [...own, ...products];
}

/** The number of a row. */
export function valueAt({ left, right }: Coordinate, row: number): number {
  return (left[row] ?? NaN) * (right === null ? 1 : (right[row] ?? NaN));
}

/** The sums of a coordinate and of its squares, by fold. */
export interface FoldSums {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** Adds up a coordinate by fold. @param starts the first row of every fold, and the row after the last. */
export function foldSums({ left, right }: Coordinate, starts: readonly number[]): FoldSums {
  const sums = new Float64Array(starts.length - 1);
  const squares = new Float64Array(starts.length - 1);
  for (let fold = 0; fold < sums.length; fold++) {
    let sum = 0;
    let square = 0;
    const end = starts[fold + 1] ?? 0;
    for (let row = starts[fold] ?? 0; row < end; row++) {
      const value = (left[row] ?? NaN) * (right === null ? 1 : (right[row] ?? NaN));
      sum += value;
      square += value * value;
    }
    sums[fold] = sum;
    squares[fold] = square;
  }
  return { sums, squares };
}
