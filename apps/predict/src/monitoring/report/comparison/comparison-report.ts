import {
  type ColumnComparison,
  columnDistribution,
  type ColumnEvaluation,
  type Columns,
  type ColumnSummary,
  compare,
  type CompareOptions,
  countInRange,
  type NumericColumnQuality,
} from '@plumbline/evaluation';
import type { Verdict } from '../../verdict/index.js';
import { type ComparisonNumbers, comparisonVerdict } from './comparison-verdict.js';

/** A table and the name of its file. */
interface NamedTable {
  readonly name: string;
  readonly columns: Columns;
}

/** Two files and how they are compared. */
export interface ComparedFiles {
  readonly reference: NamedTable;
  readonly current: NamedTable;
  readonly options: CompareOptions;
}

/** How the rows of one file differ from those of another. */
export interface ComparisonReport extends ComparisonNumbers {
  readonly verdict: Verdict;
}

const DRIFT_SHARE = 0.5;

/**
 * Compares the current file with the reference, with the numbers of `compare` of @plumbline/evaluation.
 * @throws RangeError for a column that does not exist or whose values contradict its kind.
 * @throws DriftUndefined in mode `evidently`, for a column without a score.
 */
export function comparisonReport({ reference, current, options }: ComparedFiles): ComparisonReport {
  const { columns, quality, computed, drifted, share, datasetDrifted } = compare(
    reference.columns,
    current.columns,
    options,
  );
  const named = Object.entries(columns);
  const { driftShare = DRIFT_SHARE } = options;
  const numbers = {
    reference: { name: reference.name, rows: rowsOf(reference) },
    current: { name: current.name, rows: rowsOf(current) },
    dataset: { computed, drifted, share: Number.isNaN(share) ? null : share, driftShare, datasetDrifted },
    columns: named
      .filter(([, { kind }]) => kind !== 'text')
      .map(([name, column]) => evaluationOf(name, column, reference.columns, current.columns)),
    texts: named.filter(([, { kind }]) => kind === 'text').map(([name]) => name),
    quality,
  };
  return { ...numbers, verdict: comparisonVerdict(numbers) };
}

function rowsOf({ columns }: NamedTable): number {
  return Object.values(columns)[0]?.length ?? 0;
}

/** The column in the form in which predict reports the columns of a window. */
function evaluationOf(
  name: string,
  comparison: ColumnComparison,
  reference: Columns,
  current: Columns,
): ColumnEvaluation {
  const { drift, failure } = comparison;
  const kind = comparison.kind === 'numerical' ? 'numerical' : 'categorical';
  const [before, now] = [reference[name] ?? [], current[name] ?? []];
  const hasScore = drift !== null && Number.isFinite(drift.score);
  return {
    ...{ name, feature: name, descriptor: null, kind },
    drift: hasScore
      ? {
          method: drift.method as NonNullable<ColumnEvaluation['drift']>['method'],
          displayName: drift.displayName,
          score: drift.score,
          threshold: drift.threshold,
          driftIf: drift.driftIf,
          drifted: drift.drifted,
          severity: drift.severity,
          adjustedP: null,
        }
      : null,
    failure: hasScore ? null : failure === 'text' || failure === null ? 'no-score' : failure,
    distribution: columnDistribution(kind, before, now),
    summary: summaryOf(comparison, now),
  };
}

function summaryOf(
  { reference, current, categories }: ColumnComparison,
  values: Columns[string],
): ColumnSummary {
  const isNumeric = 'minimum' in current && 'minimum' in reference;
  const { rows, missing, distinct, mostCommonShare } = current;
  return {
    ...{ rows, missing, distinct },
    mostCommonShare: missing === rows ? null : mostCommonShare,
    newCategory: categories?.newCategoryRows ?? 0,
    unusedCategories: categories?.unusedCategories ?? 0,
    ...(isNumeric ? numericSummary(reference, current, values) : noNumbers),
  };
}

const noNumbers = {
  infinite: 0,
  outOfRange: 0,
  minimum: null,
  maximum: null,
  mean: null,
  standardDeviation: null,
  median: null,
};

function numericSummary(
  reference: NumericColumnQuality,
  { infinite, minimum, maximum, mean, standardDeviation, median }: NumericColumnQuality,
  values: Columns[string],
) {
  const numbers = Array.from(values).filter((value): value is number => Number.isFinite(value));
  return {
    infinite,
    outOfRange: countInRange(numbers, reference.minimum, reference.maximum).outside,
    ...{ minimum: finite(minimum), maximum: finite(maximum), mean: finite(mean) },
    ...{ standardDeviation: finite(standardDeviation), median: finite(median) },
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
