import { type Feature, isDecimal } from '../manifest/index.js';

const TRUTHS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ['true', true],
  ['1', true],
  [1, true],
  ['false', false],
  ['0', false],
  [0, false],
]);

/**
 * The value of a cell as the manifest's type has it; undefined when the cell is empty, and the cell itself when it is not
 * of that type, so that the row's schema says what is wrong with it. Text as CSV holds it becomes a number or a truth
 * value; an empty text is a text.
 */
export function parseCell(feature: Feature, cell: unknown): unknown {
  const value = typeof cell === 'bigint' ? Number(cell) : cell;
  if (value == null || (value === '' && feature.type !== 'text')) return undefined;
  switch (feature.type) {
    case 'number':
    case 'integer':
      return parseNumber(value);
    case 'boolean':
      return TRUTHS.get(typeof value === 'string' ? value.trim().toLowerCase() : value) ?? value;
    case 'category':
      return typeof feature.categories[0] === 'number' ? parseNumber(value) : asText(value);
    case 'text':
      return value;
  }
}

/** A number from the text of one; anything else as it is. */
export function parseNumber(value: unknown): unknown {
  return typeof value === 'string' && isDecimal(value.trim()) ? Number(value) : value;
}

/** Classes and categories that are texts may be stored as numbers. */
export function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}
