import { z } from 'zod';

const number = z.number().nullable();
const count = z.number().min(0);
const limits = z.object({ lower: number, upper: number });

const drift = z.object({
  method: z.string(),
  display_name: z.string(),
  score: z.number(),
  threshold: z.number(),
  drift_if: z
    .enum(['<', '<=', '>', '>='])
    .describe('How score and threshold compare when the column drifted'),
  drifted: z.boolean(),
  severity: z.number().describe('1 at the threshold, more beyond it, whatever the method'),
  adjusted_p: number.describe(
    'False discovery rate over all columns (Benjamini-Hochberg); null for distances',
  ),
});

const distribution = z.object({
  edges: z.array(z.number()).nullable(),
  bins: z.array(z.string()),
  reference: z.array(count),
  current: z.array(count),
});

const summary = z.object({
  rows: count,
  missing: count,
  infinite: count,
  out_of_range: count,
  new_category: count,
  unused_categories: count,
  distinct: count,
  most_common_share: number,
  minimum: number,
  maximum: number,
  mean: number,
  standard_deviation: number,
  median: number,
});

const column = z.object({
  name: z.string(),
  feature: z.string(),
  descriptor: z.string().nullable().describe('What is measured of a text'),
  kind: z.enum(['numerical', 'categorical']),
  drift: drift.nullable(),
  failure: z.string().nullable().describe('Why there is no score'),
  distribution,
  summary,
});

const estimate = z.object({
  value: number,
  lower: number,
  upper: number,
  threshold: limits.describe('Where the metric lies on the reference'),
  alert: z.boolean(),
});

/** The names that the estimates have in answers. */
const estimated = z.object({
  roc_auc: estimate,
  average_precision: estimate,
  accuracy: estimate,
  precision: estimate,
  recall: estimate,
  specificity: estimate,
  f1: estimate.describe('Of the positive class, or the plain mean over several classes'),
});

/** How a window of predictions differs from the reference. */
export const windowEvaluationSchema = z.object({
  rows: count,
  columns: z.array(column),
  prediction: column.describe('The predictions themselves'),
  dataset: z.object({
    computed: count.describe('Columns that have a score'),
    drifted: count,
    share: number,
    drift_share: z.number().describe('The share from which on the data have drifted'),
    dataset_drifted: z.boolean(),
  }),
  estimated: estimated.nullable().describe('Quality estimated without labels'),
  reconstruction: z
    .object({ value: z.number(), standard_error: number, threshold: limits, alert: z.boolean() })
    .nullable()
    .describe('How badly the rows follow the joint pattern of the reference'),
});
