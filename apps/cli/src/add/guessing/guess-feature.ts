import { UsageError } from '../../command-line/index.js';
import type { GraphTensor } from '../graph/index.js';
import type { Cell, Column } from '../rows/index.js';
import { isDate } from './dates.js';
import { imageFeature, isImage } from './guess-image.js';

/** A feature as `manifest.json` has it. */
export interface FeatureDraft {
  readonly name: string;
  readonly type: FeatureType;
  readonly nullable?: true;
  readonly [key: string]: unknown;
}

/** A column of whole numbers with at most so many values holds codes, not amounts. */
const MAX_CODES = 10;
/** Fewer rows do not tell codes from amounts. */
const MIN_ROWS = 50;
/** The most frequent texts of a column that become its categories. */
const MAX_CATEGORIES = 200;
/** A profile counts no more categories: more of them are watched as texts are, by their words and length. */
const MOST_COUNTED = 10_000;
/** Texts of more words than this, on average, are sentences, not names. */
const MAX_WORDS = 3;
const MIN_LENGTH = 1_000;
/** The elements of an array that an example shows. */
const MAX_SHOWN = 2_000;

/** The types that a user can choose with `--type column=type`. */
export const FEATURE_TYPES = [
  'number',
  'integer',
  'boolean',
  'category',
  'text',
  'date',
  'array',
  'image',
] as const;
export type FeatureType = (typeof FEATURE_TYPES)[number];

/** A feature as guessed from the cells of its column and the input that it fills. */
export function guessFeature(column: Column, input: GraphTensor, given?: FeatureType): FeatureDraft {
  const { name } = column;
  const cells = column.cells.filter((cell) => cell !== null);
  const [example] = cells;
  if (example === undefined) throw new UsageError(`column ${name} has no values`);
  const type = given ?? typeOf(column, input);
  const isNullable = cells.length < column.cells.length;
  return {
    name,
    type,
    description: name,
    ...(isNullable && { nullable: true as const, ...fillOf(type, input) }),
    ...factsOf(type, cells, input),
  };
}

/** What tensors that have no NaN get for a missing value. */
function fillOf(type: FeatureType, { datatype = '' }: GraphTensor): { fill?: unknown } {
  if (datatype === 'BYTES') return { fill: '' };
  return datatype.startsWith('FP') || type === 'category' ? {} : { fill: type === 'boolean' ? false : 0 };
}

function factsOf(type: FeatureType, cells: readonly Cell[], input: GraphTensor): Record<string, unknown> {
  const [example = ''] = cells;
  switch (type) {
    case 'number':
      return { example: Number(example) };
    case 'integer':
      return { ...countBounds(cells), example: Number(example) };
    case 'boolean':
      return { example: isTrue(example) };
    case 'category':
      return categoriesOf(cells, input);
    case 'text': {
      const longest = cells.reduce((most: number, cell) => Math.max(most, String(cell).length), 0);
      return { max_length: Math.max(MIN_LENGTH, 4 * longest), example: String(example) };
    }
    case 'date':
      return { encoding: input.datatype === 'BYTES' ? 'text' : 'epoch_days', example: String(example) };
    case 'array':
      return arrayFacts(cells, input);
    case 'image':
      return imageFeature(input);
  }
}

function typeOf(column: Column, input: GraphTensor): FeatureType {
  const cells = column.cells.filter((cell) => cell !== null);
  if (cells.every(Array.isArray)) return 'array';
  if (isImage(cells, input)) return 'image';
  const { datatype } = input;
  if (cells.every(isDate)) return 'date';
  if (datatype === 'BYTES') return isProse(cells) || new Set(cells).size > MOST_COUNTED ? 'text' : 'category';
  if (datatype === 'BOOL' || cells.every((cell) => typeof cell === 'boolean')) return 'boolean';
  if (!cells.every((cell) => typeof cell === 'number')) return textType(column, input);
  if (!cells.every(Number.isInteger)) return 'number';
  return cells.length >= MIN_ROWS && new Set(cells).size <= MAX_CODES ? 'category' : 'integer';
}

const NUMBER = /^\s*[+-]?(\d+([.,]\d+)?(e[+-]?\d+)?|inf|infinity)\s*$/i;

/**
 * Texts are categories, unless most of them are numbers: then a mark such as `n.v.` or `inf` made texts of a column of numbers,
 * and codes in alphabetical order would be wrong.
 * @throws {UsageError}
 */
function textType({ name, cells }: Column, input: GraphTensor): FeatureType {
  const present = cells.filter((cell) => cell !== null);
  const numbers = present.filter((cell) => NUMBER.test(String(cell)));
  if (2 * numbers.length < present.length) return 'category';
  const isOther = (cell: Cell) => cell !== null && (!NUMBER.test(String(cell)) || /inf/i.test(String(cell)));
  const other = cells.findIndex(isOther);
  const problem =
    other === -1
      ? `holds numbers as texts, such as ${String(numbers[0])}`
      : `holds numbers, but row ${other + 1} has ${JSON.stringify(cells[other])}`;
  throw new UsageError(
    `column ${name} ${problem}, and input ${input.name} of the graph takes numbers. Leave cells without a value ` +
      `empty, or choose --type ${name}=category (codes in alphabetical order) or --type ${name}=number`,
  );
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
 * The most frequent values where the graph takes strings. Where it takes numbers, texts are coded by their place in
 * alphabetical order, as by scikit-learn's encoders.
 */
function categoriesOf(cells: readonly Cell[], { datatype = '' }: GraphTensor) {
  const areTexts = datatype === 'BYTES';
  const counts = new Map<string | number, number>();
  for (const cell of cells) {
    const value = typeof cell === 'number' && !areTexts ? cell : String(cell);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const frequent = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, areTexts ? MAX_CATEGORIES : undefined)
    .map(([value]) => value);
  const numbers = frequent.filter((value) => typeof value === 'number').sort((one, other) => one - other);
  const texts = frequent.filter((value) => typeof value === 'string').sort(byCodePoint);
  const [example = ''] = frequent;
  const isCoded = !areTexts && numbers.length === 0;
  // The code of an unknown text is -1.
  const allow_unknown = !(isCoded && datatype.startsWith('UINT'));
  return { categories: numbers.length > 0 ? numbers : texts, allow_unknown, example };
}

/** A small array is an example that can be pasted into a shell. */
function arrayFacts(cells: readonly Cell[], input: GraphTensor) {
  const [example = []] = cells;
  const shape = shapeOf(example, input);
  const other = cells.map(sizesOf).find((sizes) => sizes.join() !== shape.join());
  if (other !== undefined) {
    throw new UsageError(
      `the lists for input ${input.name} are of different sizes: ${shape.join(' x ')} and ${other.join(' x ')}. ` +
        'A feature has one shape: pad or cut the lists as for the training',
    );
  }
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return { shape, ...(size <= MAX_SHOWN && { example }) };
}

/** The dimensions of the lists, where the graph leaves them open. */
function shapeOf(cell: Cell, { name, shape: [, ...declared] = [-1] }: GraphTensor): number[] {
  const found = sizesOf(cell);
  const isOther = declared.length > 0 && declared.some((size, axis) => size !== -1 && size !== found[axis]);
  if (isOther)
    throw new UsageError(
      `input ${name} takes ${declared.join(' x ')} numbers, and a row has ${found.join(' x ')}`,
    );
  return found;
}

function sizesOf(cell: Cell): number[] {
  const sizes: number[] = [];
  for (let part: unknown = cell; Array.isArray(part); part = part[0]) sizes.push(part.length);
  return sizes;
}

/** The order of Python's and NumPy's sort. */
export function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

export function isTrue(cell: Cell): boolean {
  return cell === true || cell === 1 || /^(true|1)$/i.test(String(cell));
}
