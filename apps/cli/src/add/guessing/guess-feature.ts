import type { Datatype, Feature, FeatureRow } from '../../../../predict/dist/models/index.js';
import { UsageError } from '../../command-line/index.js';
import type { Cell, Column } from '../rows/index.js';

/** A column of whole numbers with at most so many values holds codes, not amounts. */
const MAX_CODES = 10;
/** Fewer rows do not tell codes from amounts. */
const MIN_ROWS = 50;
/** The most frequent texts of a column that become its categories. */
const MAX_CATEGORIES = 200;
/** Texts of more words than this, on average, are sentences, not names. */
const MAX_WORDS = 3;
const MIN_LENGTH = 1_000;

/** The types that a user can choose with `--type column=type`. */
export const FEATURE_TYPES = ['number', 'integer', 'boolean', 'category', 'text'] as const;
export type FeatureType = (typeof FEATURE_TYPES)[number];

/** A feature of the manifest as guessed from the cells of its column and the datatype of the input it fills. */
export function guessFeature(column: Column, datatype: Datatype, given?: FeatureType): Feature {
  const { name } = column;
  const cells = column.cells.filter((cell) => cell !== null);
  const [example] = cells;
  if (example === undefined) throw new UsageError(`column ${name} has no values`);
  if (cells.length < column.cells.length) {
    throw new UsageError(
      `column ${name} has ${column.cells.length - cells.length} missing values, which no feature may have yet`,
    );
  }
  const type = given ?? typeOf(cells, datatype);
  const shared = { name, description: name };
  switch (type) {
    case 'number':
      return { ...shared, type, example: Number(example) };
    case 'integer':
      return { ...shared, type, ...countBounds(cells), example: Number(example) };
    case 'boolean':
      return { ...shared, type, example: isTrue(example) };
    case 'category':
      return { ...shared, type, ...categoriesOf(cells, datatype) };
    case 'text': {
      const longest = cells.reduce((most: number, cell) => Math.max(most, String(cell).length), 0);
      return { ...shared, type, max_length: Math.max(MIN_LENGTH, 4 * longest), example: String(example) };
    }
  }
}

/** Every row as a request would have it. */
export function rowsOf(features: readonly Feature[], columns: readonly Column[], rows: number): FeatureRow[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const values = features.map((feature) => {
    const cells = byName.get(feature.name)?.cells ?? [];
    return { name: feature.name, cells, valueOf: valueReader(feature) };
  });
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(values.map(({ name, cells, valueOf }) => [name, valueOf(cells[row] ?? null)])),
  );
}

function valueReader(feature: Feature): (cell: Cell) => string | number | boolean {
  switch (feature.type) {
    case 'number':
    case 'integer':
      return Number;
    case 'boolean':
      return isTrue;
    case 'category':
      return typeof feature.categories[0] === 'number' ? Number : String;
    case 'text':
      return (cell) => (cell === null ? '' : String(cell));
  }
}

function typeOf(cells: readonly Cell[], datatype: Datatype): FeatureType {
  if (datatype === 'BYTES') return isProse(cells) ? 'text' : 'category';
  if (datatype === 'BOOL' || cells.every((cell) => typeof cell === 'boolean')) return 'boolean';
  if (!cells.every((cell) => typeof cell === 'number')) return 'category';
  if (!cells.every(Number.isInteger)) return 'number';
  return cells.length >= MIN_ROWS && new Set(cells).size <= MAX_CODES ? 'category' : 'integer';
}

function isProse(cells: readonly Cell[]): boolean {
  const words = cells.reduce((sum: number, cell) => sum + String(cell).trim().split(/\s+/).length, 0);
  return words / cells.length > MAX_WORDS;
}

/** A count is never negative. */
function countBounds(cells: readonly Cell[]): { minimum?: number } {
  return cells.every((cell) => Number(cell) >= 0) ? { minimum: 0 } : {};
}

/**
 * The values by frequency where the graph takes strings. Where it takes numbers, texts are coded by their place in
 * alphabetical order, as by scikit-learn's encoders.
 */
function categoriesOf(cells: readonly Cell[], datatype: Datatype) {
  const counts = new Map<string | number, number>();
  for (const cell of cells) {
    const value = typeof cell === 'number' && datatype !== 'BYTES' ? cell : String(cell);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const frequent = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, datatype === 'BYTES' ? MAX_CATEGORIES : undefined)
    .map(([value]) => value);
  const numbers = frequent.filter((value) => typeof value === 'number').sort((one, other) => one - other);
  const texts = frequent.filter((value) => typeof value === 'string').sort(byCodePoint);
  const [example = ''] = frequent;
  return { categories: numbers.length > 0 ? numbers : texts, allow_unknown: true, example };
}

/** The order of Python's and NumPy's sort. */
export function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function isTrue(cell: Cell): boolean {
  return cell === true || cell === 1 || /^(true|1)$/i.test(String(cell));
}
