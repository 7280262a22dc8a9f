import type { DataQualityRule } from './data-quality-rule.js';
import type { ReferenceLimits } from './reference-limits.js';

/** The digits of numbers in sentences. */
const DIGITS = 4;

/**
 * A rule as a sentence: `The share of missing values of age is at most 0.05`.
 * @param limits those that are known.
 */
export function describeRule(
  rule: DataQualityRule,
  limits: Partial<ReferenceLimits>,
  range: { readonly minimum: number; readonly maximum: number } | undefined,
): string {
  const bounds = [
    rule.atLeast === undefined ? [] : [`at least ${limitText(limits.atLeast)}`],
    rule.atMost === undefined ? [] : [`at most ${limitText(limits.atMost)}`],
  ].flat();
  return `${subjectOf(rule, range)} is ${bounds.join(' and ')}`;
}

function subjectOf(
  { metric, feature, quantile = NaN }: DataQualityRule,
  range: { readonly minimum: number; readonly maximum: number } | undefined,
): string {
  switch (metric) {
    case 'missing_share':
      return `The share of missing values of ${feature}`;
    case 'in_range_share': {
      const place = range
        ? `from ${short(range.minimum)} to ${short(range.maximum)}`
        : 'in the range of the reference';
      return `The share of values of ${feature} ${place}`;
    }
    case 'new_categories':
      return `The number of categories of ${feature} that are not in the reference`;
    case 'distinct_values':
      return `The number of distinct values of ${feature}`;
    case 'mean':
      return `The mean of ${feature}`;
    case 'quantile':
      return `The ${short(quantile)} quantile of ${feature}`;
    case 'duplicated_rows_share':
      return 'The share of duplicated rows';
    case 'empty_rows_share':
      return 'The share of empty rows';
    case 'rows':
      return 'The number of rows in the window';
    case 'rows_per_hour':
      return 'The number of rows in the last hour';
  }
}

function limitText(limit: number | undefined): string {
  return limit === undefined ? 'the limit from the reference' : short(limit);
}

function short(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
