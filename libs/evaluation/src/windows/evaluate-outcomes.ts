import { ALARM_LEVEL } from '../drift/index.js';
import { ColumnUnreadable } from '../profiles/index.js';
import type { RawColumn } from '../samples/index.js';
import { evaluateColumn } from './evaluate-column.js';
import type { PreparedColumn } from './prepared-column.js';
import type { ColumnEvaluation } from './window-evaluation.js';

/**
 * Compares actual values or probabilities with those of the reference, as `evaluateWindow` compares predictions.
 * @param columns those of a prepared profile.
 * @param values by descriptor; by the empty name those of a column without.
 */
export function evaluateOutcomes(
  columns: readonly PreparedColumn[],
  values: Readonly<Record<string, RawColumn>>,
  rows: number,
): ColumnEvaluation[] {
  const level = ALARM_LEVEL / columns.length;
  return columns.map((column) => evaluateColumn(column, () => read(column, values), rows, level));
}

function read(
  { profile: { descriptor, name } }: PreparedColumn,
  values: Readonly<Record<string, RawColumn>>,
): RawColumn {
  const column = values[descriptor ?? ''];
  if (column === undefined) throw new ColumnUnreadable(`there is no column ${name}`);
  return column;
}
