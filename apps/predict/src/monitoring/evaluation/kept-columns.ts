import type { ColumnEvaluation, WindowEvaluation } from '@plumbline/evaluation';
import { MAX_NAMED_COLUMNS } from '../../models/manifest/index.js';

/** Columns of an evaluation that are stored and shown, about half a megabyte. */
const MAX_COLUMNS = 500;

/**
 * An evaluation without most columns of a model that has very many: the first ones, which have series, and those that have
 * drifted most are left. The counts of the data set are of all columns.
 */
export function keepColumns(drift: WindowEvaluation): WindowEvaluation {
  const { columns } = drift;
  if (columns.length <= MAX_COLUMNS) return drift;
  const worst = columns.slice(MAX_NAMED_COLUMNS).sort((one, other) => severityOf(other) - severityOf(one));
  const kept = new Set([
    ...columns.slice(0, MAX_NAMED_COLUMNS),
    ...worst.slice(0, MAX_COLUMNS - MAX_NAMED_COLUMNS),
  ]);
  return {
    ...drift,
    columns: columns.filter((column) => kept.has(column)),
    omittedColumns: columns.length - kept.size,
  };
}

/** A column without a score is worth a look as well. */
function severityOf({ drift }: ColumnEvaluation): number {
  return drift?.severity ?? Infinity;
}
