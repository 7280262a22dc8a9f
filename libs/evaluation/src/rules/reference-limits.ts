import { MISSING, missingCategories } from '../measures/index.js';
import { NumericSample } from '../samples/index.js';
import { countInRange } from '../quality/index.js';
import { quantile } from '../statistics/index.js';
import type { PreparedColumn, PreparedProfile } from '../windows/index.js';
import type { DataQualityRule } from './data-quality-rule.js';

/** Standard errors between the reference and a limit that follows from it. */
const DEVIATIONS = 3;

/** The limits that follow from the reference; undefined where the reference has none. */
export interface ReferenceLimits {
  readonly atLeast: number;
  readonly atMost: number;
}

/** The column of a feature itself; undefined for one that is compared by descriptors alone. */
export function columnOf({ columns }: PreparedProfile, feature = ''): PreparedColumn | undefined {
  return columns.find(({ profile }) => profile.feature === feature && profile.descriptor === null);
}

/** The range of a rule, from the reference where the rule does not set it. */
export function rangeOf(
  { feature, minimum, maximum }: DataQualityRule,
  profile: PreparedProfile | null,
): { readonly minimum: number; readonly maximum: number } | undefined {
  const sorted = minimum === undefined || maximum === undefined ? valuesOf(profile, feature) : undefined;
  const [least, most] = [minimum ?? sorted?.[0], maximum ?? sorted?.[sorted.length - 1]];
  return least === undefined || most === undefined ? undefined : { minimum: least, maximum: most };
}

/**
 * Limits three standard errors from the value of the reference, which is itself a sample: the variance of a difference is that
 * of one row times 1/n + 1/w for n reference rows and w rows of the window. Of a share, two rows of each kind are added first
 * (A. Agresti and B. A. Coull, "Approximate is Better than 'Exact'", 1998), so that a share of 0 has an error. Limits of a
 * quantile are quantiles of the reference, which holds for every distribution. They assume independent rows.
 */
export function limitsFromReference(
  rule: DataQualityRule,
  profile: PreparedProfile,
  windowRows: number,
): ReferenceLimits | undefined {
  const { metric, feature } = rule;
  const column = columnOf(profile, feature);
  if (metric === 'missing_share') {
    return shareLimits(missingRows(rule, profile), profile.profile.rows, windowRows);
  }
  if (metric === 'in_range_share') {
    return shareLimits(rowsInRange(rule, profile), column?.profile.rows, windowRows);
  }
  if (metric === 'mean') return meanLimits(column, windowRows);
  return metric === 'quantile'
    ? quantileLimits(rule.quantile ?? NaN, valuesOf(profile, feature), windowRows)
    : undefined;
}

/** The reference values of a numeric feature, ascending. */
function valuesOf(profile: PreparedProfile | null, feature: string | undefined): Float64Array | undefined {
  const reference = profile && columnOf(profile, feature)?.reference;
  return reference instanceof NumericSample && reference.size > 0 ? reference.sorted : undefined;
}

/** Of a feature that must have a value, none. */
function missingRows({ feature }: DataQualityRule, { columns }: PreparedProfile): number {
  const column = columns.find(
    ({ profile }) => profile.feature === feature && profile.descriptor === MISSING,
  )?.profile;
  if (column?.kind !== 'categorical') return 0;
  return column.counts[column.categories.indexOf(missingCategories[0])] ?? 0;
}

/** Stored quantiles stand for the rows of a large reference. */
function rowsInRange(rule: DataQualityRule, profile: PreparedProfile): number | undefined {
  const sorted = valuesOf(profile, rule.feature);
  const range = rangeOf(rule, profile);
  if (sorted === undefined || range === undefined) return undefined;
  const { insideShare } = countInRange(sorted, range.minimum, range.maximum);
  return insideShare * (columnOf(profile, rule.feature)?.profile.rows ?? NaN);
}

function shareLimits(
  rows: number | undefined,
  all: number | undefined,
  windowRows: number,
): ReferenceLimits | undefined {
  if (rows === undefined || all === undefined) return undefined;
  const share = (rows + 2) / (all + 4);
  const reach = DEVIATIONS * Math.sqrt(share * (1 - share) * (1 / all + 1 / windowRows));
  return { atLeast: Math.max(0, share - reach), atMost: Math.min(1, share + reach) };
}

function meanLimits(column: PreparedColumn | undefined, windowRows: number): ReferenceLimits | undefined {
  if (column?.profile.kind !== 'numerical') return undefined;
  const { mean, standardDeviation, rows } = column.profile;
  const reach = DEVIATIONS * standardDeviation * Math.sqrt(1 / rows + 1 / windowRows);
  return Number.isFinite(reach) ? { atLeast: mean - reach, atMost: mean + reach } : undefined;
}

function quantileLimits(
  share: number,
  sorted: Float64Array | undefined,
  windowRows: number,
): ReferenceLimits | undefined {
  if (sorted === undefined) return undefined;
  const reach = DEVIATIONS * Math.sqrt(share * (1 - share) * (1 / sorted.length + 1 / windowRows));
  return {
    atLeast: quantile(sorted, Math.max(0, share - reach)),
    atMost: quantile(sorted, Math.min(1, share + reach)),
  };
}
