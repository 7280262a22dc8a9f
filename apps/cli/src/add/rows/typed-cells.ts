import type { Cell } from './table.js';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const BOOLEAN = /^(true|false)$/i;
/** How programs write a missing value. In a column of texts only the empty cell is one. */
const MISSING = /^(|na|n\/a|nan|null|none|\?|-|nil|#n\/a)$/i;

/** The cells of a CSV column as the type that all of them have: numbers, booleans, lists, else texts. */
export function typedCells(cells: readonly string[], decimal: string): Cell[] {
  const trimmed = cells.map((cell) => cell.trim());
  const present = trimmed.filter((cell) => !MISSING.test(cell));
  const numberOf = (cell: string) => Number(decimal === ',' ? cell.replace(',', '.') : cell);
  const isNumber = (cell: string) => NUMBER.test(decimal === ',' ? cell.replace(',', '.') : cell);
  if (present.length === 0) return cells.map(() => null);
  if (present.every(isNumber) && !present.some(isCode))
    return trimmed.map((cell) => (MISSING.test(cell) ? null : numberOf(cell)));
  if (present.every((cell) => BOOLEAN.test(cell))) {
    return trimmed.map((cell) => (MISSING.test(cell) ? null : cell.toLowerCase() === 'true'));
  }
  const lists = present[0]?.startsWith('[') ? trimmed.map(listOf) : [undefined];
  if (!lists.includes(undefined)) return lists as Cell[];
  return cells.map((cell) => (cell === '' ? null : cell));
}

/**
 * Digits after a leading zero are a code, such as that of a place, and not an amount. So are digits that a double does not hold
 * exactly.
 */
function isCode(cell: string): boolean {
  return /^0\d/.test(cell) || (/^[+-]?\d+$/.test(cell) && !Number.isSafeInteger(Number(cell)));
}

/** Undefined for a cell that is not a JSON list; null for an empty cell. */
function listOf(cell: string): Cell | undefined {
  if (cell === '') return null;
  try {
    const value: unknown = JSON.parse(cell);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
