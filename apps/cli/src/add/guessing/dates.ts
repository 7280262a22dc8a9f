import type { Cell } from '../rows/index.js';

const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Whether a cell is a date, or a date with a time, of ISO 8601. */
export function isDate(cell: Cell): boolean {
  return typeof cell === 'string' && DATE.test(cell) && !Number.isNaN(Date.parse(cell));
}
