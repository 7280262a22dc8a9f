/** What a rule measures: of one feature, or of the window as a whole. */
export type RuleMetric =
  | 'missing_share'
  | 'in_range_share'
  | 'new_categories'
  | 'distinct_values'
  | 'mean'
  | 'quantile'
  | 'duplicated_rows_share'
  | 'empty_rows_share'
  | 'rows'
  | 'rows_per_hour';

/** A limit, or that it follows from the reference and its sampling error. */
export type RuleLimit = number | 'from_reference';

/** A requirement on the data of a window. At least one limit is set. */
export interface DataQualityRule {
  /** Unique among the rules of a model. */
  readonly id: string;
  readonly metric: RuleMetric;
  /** Of a metric of one feature. */
  readonly feature?: string | undefined;
  /** Of `missing_share`: whether the feature is a text, of which a blank one counts as missing. */
  readonly isText?: boolean | undefined;
  /** Of `in_range_share`, both ends included; the extremes of the reference by default. */
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** Of `quantile`, from 0 to 1. */
  readonly quantile?: number | undefined;
  readonly atLeast?: RuleLimit | undefined;
  readonly atMost?: RuleLimit | undefined;
}

/** Whether a window meets a rule, as plain JSON values. */
export interface RuleResult {
  readonly id: string;
  readonly metric: RuleMetric;
  readonly feature: string | null;
  /** `unknown` without a value or a limit; `reason` says why. */
  readonly state: 'passed' | 'failed' | 'unknown';
  readonly value: number | null;
  /** The limits as numbers, also where they follow from the reference. */
  readonly atLeast: number | null;
  readonly atMost: number | null;
  /** The rule as a sentence without a full stop. */
  readonly description: string;
  readonly reason: string | null;
}
