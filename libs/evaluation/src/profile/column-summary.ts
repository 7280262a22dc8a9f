import type { NumericSample } from '../drift/numeric-sample.js';
import type { Sample } from '../drift/sample.js';
import { quantile } from '../statistics/quantile.js';
import { lowerBound, upperBound } from '../statistics/sorted-search.js';
import { mean, variance } from '../statistics/summation.js';
import type { PreparedColumn } from './prepared-column.js';
import type { ColumnSummary } from './window-evaluation.js';

/** The number, or null for NaN and infinities, which JSON does not have. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The square root of the variance with ddof 1; NaN below two values. */
export function standardDeviation(values: Float64Array): number {
  return Math.sqrt((variance(values) * values.length) / (values.length - 1));
}

/** What the current values of a column are like. @param current undefined when the column cannot be read. */
export function summarise(column: PreparedColumn, current: Sample | undefined, rows: number): ColumnSummary {
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
