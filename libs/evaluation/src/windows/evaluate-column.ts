import { countInOpenBins, type DriftFailure, DriftUndefined } from '../comparison/index.js';
import { isDrift } from '../drift/index.js';
import { sampleOf } from '../profiles/index.js';
import { NumericSample, type RawColumn, type Sample } from '../samples/index.js';
import { lowerBound, mean, quantile, standardDeviation, upperBound } from '../statistics/index.js';
import { columnDrift } from './column-drift.js';
import { finite, finiteSeverity } from './json-numbers.js';
import { countBins, type PreparedColumn } from './prepared-column.js';
import type { ColumnDistribution, ColumnEvaluation, ColumnSummary } from './window-evaluation.js';

/**
 * Compares one column with the reference. Never throws: errors are reported in `failure`.
 * @param read gives the current values; may throw.
 * @param level how often a steady window may be called drifted.
 */
export function evaluateColumn(
  column: PreparedColumn,
  read: () => RawColumn,
  rows: number,
  level: number,
): ColumnEvaluation {
  const { name, feature, descriptor, kind } = column.profile;
  const current = readSample(column, read);
  return {
    name,
    feature,
    descriptor,
    kind,
    ...measured(column, current, level),
    distribution: distributionOf(column, current),
    summary: summarise(column, current, rows),
  };
}

function readSample({ profile }: PreparedColumn, read: () => RawColumn): Sample | undefined {
  try {
    return sampleOf(profile.kind, profile.kind === 'numerical' && profile.integer, read());
  } catch {
    return undefined;
  }
}

type Measured = Pick<ColumnEvaluation, 'drift' | 'failure'>;

function measured(column: PreparedColumn, current: Sample | undefined, level: number): Measured {
  if (current === undefined) return failed('error');
  try {
    const drift = columnDrift(column, current, level);
    return drift === null ? failed('error') : { drift, failure: null };
  } catch (error) {
    return failed(error instanceof DriftUndefined ? error.reason : 'error');
  }
}

function failed(failure: DriftFailure | 'error'): Measured {
  return { drift: null, failure };
}

function distributionOf(column: PreparedColumn, current: Sample | undefined): ColumnDistribution {
  const { profile, labels, referenceCounts } = column;
  return {
    edges: profile.kind === 'numerical' ? profile.edges : null,
    bins: labels,
    reference: referenceCounts,
    current: current === undefined ? labels.map(() => 0) : currentCounts(column, current),
  };
}

function currentCounts(column: PreparedColumn, current: Sample): number[] {
  if (current.kind === 'numerical' && column.edges !== null) {
    return Array.from(countInOpenBins(current.sorted, column.edges));
  }
  return countBins(column, current.counts.values, current.counts.counts);
}

/** The evaluation judged by its adjusted p-value; unchanged for NaN. */
export function withAdjustedP(evaluation: ColumnEvaluation, adjustedP: number): ColumnEvaluation {
  const { drift } = evaluation;
  if (drift === null || Number.isNaN(adjustedP)) return evaluation;
  const { driftIf, threshold } = drift;
  const drifted = isDrift(adjustedP, driftIf, threshold);
  return {
    ...evaluation,
    drift: { ...drift, adjustedP, drifted, severity: finiteSeverity(adjustedP, driftIf, threshold) },
  };
}

/** Summarises the current values of a column. @param current undefined when the column cannot be read. */
function summarise(column: PreparedColumn, current: Sample | undefined, rows: number): ColumnSummary {
  if (current === undefined) return { ...emptySummary, rows };
  const { counts, dropped, size } = current;
  const most = counts.counts.reduce((largest, count) => Math.max(largest, count), 0);
  return {
    ...emptySummary,
    rows,
    ...dropped,
    distinct: counts.values.length,
    mostCommonShare: size === 0 ? null : most / rows,
    ...(current.kind === 'numerical' ? numericSummary(column, current) : categoryChange(column, current)),
  };
}

const emptySummary: ColumnSummary = {
  rows: 0,
  missing: 0,
  infinite: 0,
  outOfRange: 0,
  newCategory: 0,
  unusedCategories: 0,
  distinct: 0,
  mostCommonShare: null,
  minimum: null,
  maximum: null,
  mean: null,
  standardDeviation: null,
  median: null,
};

function numericSummary({ profile }: PreparedColumn, { sorted, values }: NumericSample) {
  const known = profile.kind === 'numerical' ? profile.values : [];
  const [least, most] = [known[0] ?? -Infinity, known[known.length - 1] ?? Infinity];
  return {
    outOfRange: lowerBound(sorted, least) + sorted.length - upperBound(sorted, most),
    minimum: finite(sorted[0] ?? NaN),
    maximum: finite(sorted[sorted.length - 1] ?? NaN),
    mean: finite(mean(values)),
    standardDeviation: finite(standardDeviation(values)),
    median: finite(quantile(sorted, 0.5)),
  };
}

function categoryChange({ present }: PreparedColumn, { counts: { values, counts } }: Sample) {
  const isNew = Array.from(values, (category) => !present.has(category));
  return {
    newCategory: counts.reduce((sum, count, code) => (isNew[code] ? sum + count : sum), 0),
    unusedCategories: present.size - isNew.filter((fresh) => !fresh).length,
  };
}
