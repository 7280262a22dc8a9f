import type { Cell, Column } from '../rows/index.js';
import { type FeatureDraft, isTrue } from './guess-feature.js';

/** A value of a feature in a request. */
export type Value = Cell;

/** Every row as a request would have it. */
export function rowsOf(
  features: readonly FeatureDraft[],
  columns: readonly Column[],
  rows: number,
): Record<string, Value>[] {
  const byName = new Map(columns.map((column) => [column.name, column.cells]));
  const values = features.map((feature) => ({
    name: feature.name,
    cells: byName.get(feature.name) ?? [],
    valueOf: valueReader(feature),
  }));
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      values.map(({ name, cells, valueOf }) => {
        const cell = cells[row] ?? null;
        return [name, cell === null ? null : valueOf(cell)];
      }),
    ),
  );
}

function valueReader({ type, categories }: FeatureDraft): (cell: Cell) => Value {
  switch (type) {
    case 'number':
    case 'integer':
      return Number;
    case 'boolean':
      return isTrue;
    case 'category':
      return Array.isArray(categories) && typeof categories[0] === 'number' ? Number : String;
    case 'date':
      return (cell) => String(cell).replace(' ', 'T');
    case 'text':
    case 'image':
      return String;
    case 'array':
      return (cell) => cell;
  }
}
