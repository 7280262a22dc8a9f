import { missingCategories, missingness } from '../measures/index.js';
import {
  columnQuality,
  columnQuantile,
  countInRange,
  duplicatedRows,
  emptyRows,
  numericColumnQuality,
} from '../quality/index.js';
import type { FeatureColumn, RawColumn } from '../samples/index.js';
import { outsideReference, type PreparedProfile } from '../windows/index.js';
import type { DataQualityRule, RuleLimit, RuleResult } from './data-quality-rule.js';
import { columnOf, limitsFromReference, rangeOf, type ReferenceLimits } from './reference-limits.js';
import { describeRule } from './rule-text.js';

/** The data that rules are about. */
export interface RuleData {
  /** The values of every feature by name; null when they have not been read. */
  readonly rows: Readonly<Record<string, FeatureColumn>> | null;
  /** The number of rows in the window, also when they have not been read. */
  readonly size: number;
  /** Rows that arrived in the last hour; null when unknown. */
  readonly rowsPerHour: number | null;
  /** Null without a reference. */
  readonly profile: PreparedProfile | null;
}

/** A value that is not known; the message is the reason. */
class RuleUnknown extends Error {
  override readonly name = 'RuleUnknown';
}

/** Checks the data of a window against rules. A rule that cannot be checked is `unknown` and does not affect the others. */
export function evaluateRules(rules: readonly DataQualityRule[], data: RuleData): RuleResult[] {
  return rules.map((rule) => evaluateRule(rule, data));
}

function evaluateRule(rule: DataQualityRule, data: RuleData): RuleResult {
  const { id, metric, feature = null } = rule;
  let result: Pick<RuleResult, 'state' | 'value' | 'reason'>;
  let limits: Partial<ReferenceLimits> = {};
  try {
    limits = limitsOf(rule, data);
    const value = valueOf(rule, data);
    if (!Number.isFinite(value)) throw new RuleUnknown('the feature has no values in the window');
    const { atLeast = -Infinity, atMost = Infinity } = limits;
    result = { state: value >= atLeast && value <= atMost ? 'passed' : 'failed', value, reason: null };
  } catch (error) {
    const reason = error instanceof RuleUnknown ? error.message : 'its evaluation failed';
    result = { state: 'unknown', value: null, reason };
  }
  const { atLeast = null, atMost = null } = limits;
  const description = describeRule(rule, limits, rangeOf(rule, data.profile));
  return { id, metric, feature, ...result, atLeast, atMost, description };
}

/** The limits that the rule sets, as numbers. */
function limitsOf(rule: DataQualityRule, { profile, size }: RuleData): Partial<ReferenceLimits> {
  const { atLeast, atMost } = rule;
  if (atLeast !== 'from_reference' && atMost !== 'from_reference') {
    return { ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) };
  }
  if (profile === null) throw new RuleUnknown('there is no reference profile');
  if (size === 0) throw new RuleUnknown('the window has no rows');
  const reference = limitsFromReference(rule, profile, size);
  if (reference === undefined) throw new RuleUnknown('the reference has no values of the feature');
  const limit = (set: RuleLimit | undefined, found: number) => (set === 'from_reference' ? found : set);
  const [least, most] = [limit(atLeast, reference.atLeast), limit(atMost, reference.atMost)];
  return { ...(least !== undefined && { atLeast: least }), ...(most !== undefined && { atMost: most }) };
}

function valueOf(rule: DataQualityRule, data: RuleData): number {
  if (rule.metric === 'rows') return data.size;
  if (rule.metric === 'rows_per_hour') {
    if (data.rowsPerHour === null) throw new RuleUnknown('the version has been in use for less than an hour');
    return data.rowsPerHour;
  }
  if (data.rows === null) throw new RuleUnknown('the window has fewer rows than its minimum');
  const { rows, size } = data;
  if (rule.metric === 'duplicated_rows_share') return duplicatedRows(Object.values(rows), size) / size;
  if (rule.metric === 'empty_rows_share') return emptyRows(Object.values(rows), size) / size;
  const values = rule.feature === undefined ? undefined : rows[rule.feature];
  if (values === undefined) throw new RuleUnknown('there is no such feature');
  return featureValue(rule, values, data.profile);
}

function featureValue(rule: DataQualityRule, values: FeatureColumn, profile: PreparedProfile | null): number {
  // The rules of a manifest name features of the right type.
  const column = values as RawColumn;
  const { metric } = rule;
  if (metric === 'missing_share') {
    const present = missingness(values, rule.isText ?? false);
    return Array.from(present).filter((one) => one === missingCategories[0]).length / values.length;
  }
  if (metric === 'in_range_share') {
    const range = rangeOf(rule, profile);
    if (range === undefined) throw new RuleUnknown('there is no reference profile that gives the range');
    return countInRange(numbers(column), range.minimum, range.maximum).insideShare;
  }
  if (metric === 'new_categories') return newCategories(rule, column, profile);
  if (metric === 'distinct_values') return columnQuality(column).distinct;
  return metric === 'mean'
    ? numericColumnQuality(numbers(column)).mean
    : columnQuantile(numbers(column), rule.quantile ?? NaN);
}

/** The distinct categories that the reference does not have. */
function newCategories(
  { feature }: DataQualityRule,
  values: RawColumn,
  profile: PreparedProfile | null,
): number {
  const reference = profile && columnOf(profile, feature);
  if (!reference) throw new RuleUnknown('there is no reference profile');
  return Array.from(new Set(Array.from(values))).filter((value) => outsideReference(reference, value)).length;
}

/** NaN for a value that is not a number. */
function numbers(values: RawColumn): Float64Array {
  return Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN));
}
