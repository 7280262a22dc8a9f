import { z } from 'zod';

/** Each rule is a series on `/metrics`. */
const MAX_RULES = 100;
const MAX_COUNT = 1_000_000;

const FROM_REFERENCE =
  'A number, or "from_reference": the value of the reference and three standard errors, for the size of the window';

const share = z.number().min(0).max(1);
const count = z.int().min(0).max(MAX_COUNT);
const ofReference = z.literal('from_reference');
const rule = {
  id: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9_.:-]+$/, 'must be letters, digits and _ . : -')
    .optional()
    .describe('Unique; by default the metric, with the feature: "missing_share:age"'),
};
const ofFeature = { ...rule, feature: z.string().min(1).describe('The name of a feature') };
const numberBounds = {
  at_least: z.union([z.number(), ofReference]).optional().describe(FROM_REFERENCE),
  at_most: z.union([z.number(), ofReference]).optional().describe(FROM_REFERENCE),
};
const countBounds = { at_least: count.optional(), at_most: count.optional() };

const dataQualityRule = z.discriminatedUnion('metric', [
  z.strictObject({
    metric: z.literal('missing_share'),
    ...ofFeature,
    at_most: z.union([share, ofReference]).describe(FROM_REFERENCE),
  }),
  z.strictObject({
    metric: z.literal('in_range_share'),
    ...ofFeature,
    minimum: z.number().optional().describe('By default the smallest value of the reference'),
    maximum: z.number().optional().describe('By default the largest value of the reference'),
    at_least: z.union([share, ofReference]).describe(FROM_REFERENCE),
  }),
  z.strictObject({
    metric: z.literal('new_categories'),
    ...ofFeature,
    at_most: count.describe('Distinct categories of the window that the reference does not have'),
  }),
  z.strictObject({ metric: z.literal('distinct_values'), ...ofFeature, ...countBounds }),
  z.strictObject({ metric: z.literal('mean'), ...ofFeature, ...numberBounds }),
  z.strictObject({ metric: z.literal('quantile'), ...ofFeature, quantile: share, ...numberBounds }),
  z.strictObject({ metric: z.literal('duplicated_rows_share'), ...rule, at_most: share }),
  z.strictObject({ metric: z.literal('empty_rows_share'), ...rule, at_most: share }),
  z.strictObject({ metric: z.literal('rows'), ...rule, at_least: count }),
  z.strictObject({
    metric: z.literal('rows_per_hour'),
    ...rule,
    ...countBounds,
  }),
]);

/** Requirements on the data of a window that are checked at every evaluation. */
export const dataQualitySchema = z
  .strictObject({ rules: z.array(dataQualityRule).min(1).max(MAX_RULES) })
  .describe('Rules on the data of the prediction window, each with a series data_quality_rule_passed');

/** One rule of a manifest. */
export type ManifestRule = z.infer<typeof dataQualityRule>;
