import type { Cell, Column } from '../rows/index.js';
import { byCodePoint } from './guess-feature.js';

/** The columns with the actual values. */
export interface Target {
  readonly columns: readonly Column[];
}

/** What the actual values of a row are. */
export type TargetKind =
  | {
      readonly type: 'single';
      readonly name: string;
      readonly distinct: number;
      readonly areNumbers: boolean;
    }
  | { readonly type: 'numbers' }
  | { readonly type: 'labels'; readonly labels: readonly string[] };

/** Several columns of 0 and 1, or lists of texts, are labels; other columns of numbers are several targets. */
export function targetKind({ columns }: Target): TargetKind {
  const [first, ...more] = columns;
  const cells = (first?.cells ?? []).filter((cell) => cell !== null);
  if (first === undefined || more.length > 0) {
    const areFlags = columns.every((column) => column.cells.every(isFlag));
    return areFlags ? { type: 'labels', labels: columns.map(({ name }) => name) } : { type: 'numbers' };
  }
  if (cells.length > 0 && cells.every(Array.isArray)) {
    return { type: 'labels', labels: [...new Set(cells.flat().map(String))].sort(byCodePoint) };
  }
  const areNumbers = cells.every((cell) => typeof cell === 'number');
  return { type: 'single', name: first.name, distinct: new Set(cells).size, areNumbers };
}

function isFlag(cell: Cell): boolean {
  return cell === null || cell === 0 || cell === 1 || typeof cell === 'boolean';
}

/** The actual value of each row as feedback gives it; null where it is unknown. */
export function actualOf({ columns }: Target, task: string): readonly unknown[] {
  const [first, ...more] = columns;
  if (first === undefined || more.length === 0) return first?.cells ?? [];
  return first.cells.map((_, row) => {
    const values = columns.map(({ name, cells }) => [name, cells[row] ?? null] as const);
    const known = values.filter(([, cell]) => cell !== null);
    if (known.length === 0) return null;
    return Object.fromEntries(
      known.map(([name, cell]) => [name, task === 'multilabel' ? Boolean(cell) : cell]),
    );
  });
}
