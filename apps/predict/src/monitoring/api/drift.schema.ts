import { z } from 'zod';
import { correlationsSchema, multivariateSchema } from './multivariate.schema.js';

const number = z.number().nullable();
const count = z.number().min(0);
const limits = z.object({ lower: number, upper: number });

const comparison = z.enum(['<', '<=', '>', '>=']);

const evidently = z.object({
  method: z.string(),
  display_name: z.string(),
  score: z.number(),
  threshold: z.number(),
  drift_if: comparison,
  drifted: z.boolean(),
  difference: z.string().nullable().describe('Why the verdicts differ; null where they agree'),
});

const drift = z.object({
  method: z.string(),
  display_name: z.string(),
  score: z.number(),
  threshold: z.number().describe('That of the manifest, or one that fits the rows of the window'),
  drift_if: comparison.describe('The column has drifted if this comparison of score and threshold holds'),
  drifted: z.boolean(),
  severity: z.number().describe('On one scale for all methods: 1 at the threshold, higher with more drift'),
  adjusted_p: number.describe(
    'With a profile of an earlier release, the p-value adjusted for the false discovery rate over all columns (Benjamini-Hochberg); else null',
  ),
  p_value: number
    .optional()
    .describe('The probability of such a score without drift; absent for a threshold from the manifest'),
  effective_rows: count
    .optional()
    .describe(
      'As many independent rows tell as much as those of the window, whose consecutive rows may be alike',
    ),
  evidently: evidently.nullish().describe('What Evidently says of the same rows; null where it has no score'),
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

/** One column of a window. */
export const columnSchema = z.object({
  name: z.string(),
  feature: z.string(),
  descriptor: z
    .string()
    .nullable()
    .describe(
      'The measured property of a feature that is not compared by its values: a text, an array by channel, an image; `missing`: whether it has a value',
    ),
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
  threshold: limits.describe('The usual range on the reference'),
  alert: z.boolean(),
});

const estimated = z.object({
  roc_auc: estimate,
  average_precision: estimate,
  accuracy: estimate,
  precision: estimate,
  recall: estimate,
  specificity: estimate,
  f1: estimate.describe('Of the positive class, or with more than two classes their mean'),
});

/** F1 of every label, estimated without knowing it. */
export const estimatedLabelsSchema = z.array(
  z.object({ label: z.string(), f1: estimate.nullable().describe('Null where it cannot be estimated') }),
);

/** How a window of predictions differs from the reference. */
export const windowEvaluationSchema = z.object({
  rows: count,
  columns: z.array(columnSchema),
  omitted_columns: count
    .optional()
    .describe('Columns of a model with very many that were compared, but are left out of `columns`'),
  prediction: columnSchema.describe(
    'The predictions; of several outcomes (labels, targets, a class and its score) the one that has drifted most',
  ),
  predictions: z.array(columnSchema).optional().describe('Every outcome, only if there are several'),
  embedding: z
    .object({
      method: z.literal('frechet'),
      score: z.number(),
      threshold: z.number(),
      drifted: z.boolean(),
      severity: z.number(),
    })
    .nullish()
    .describe(
      'Distance of the embeddings from those of the reference; absent for a model without embeddings',
    ),
  dataset: z.object({
    computed: count.describe(
      'Columns that have a score; the missing values of a feature count together with its first column',
    ),
    drifted: count,
    share: number,
    drift_share: z.number().describe('The data have drifted if at least this share of columns has'),
    dataset_drifted: z
      .boolean()
      .describe('Whether that share has drifted by a stricter level than that of a single column'),
  }),
  outside_reference: z
    .array(z.object({ name: z.string(), share: z.number().describe('The share of the rows') }))
    .optional()
    .describe(
      'Columns in which more than a tenth of the rows has values outside of the reference, beyond chance; then no quality is estimated',
    ),
  estimated: estimated
    .nullable()
    .describe('Quality estimated without labels; null where inputs are outside of the reference'),
  estimated_labels: z
    .object({
      labels: estimatedLabelsSchema,
      averages: z.object({
        macro: estimate.nullable(),
        micro: estimate.nullable(),
        weighted: estimate.nullable(),
      }),
    })
    .optional()
    .describe('F1 of a model with several labels, estimated without knowing them'),
  estimated_errors: z
    .array(
      z.object({
        target: z.string().nullable(),
        mean_absolute_error: estimate.nullable(),
        root_mean_squared_error: estimate.nullable(),
        notes: z.array(z.string()).describe('Why an estimate is null, or cannot change'),
      }),
    )
    .optional()
    .describe(
      'Errors of a regression estimated without labels, by target; the target is null if there is one',
    ),
  reconstruction: z
    .object({ value: z.number(), standard_error: number, threshold: limits, alert: z.boolean() })
    .nullable()
    .describe('Error of reconstructing the rows from the joint pattern of the reference'),
  multivariate: multivariateSchema
    .nullish()
    .describe('Whether a classifier can tell the rows from those of the reference; null for few rows'),
  correlations: correlationsSchema
    .nullish()
    .describe(
      'Which pairs of numeric columns have another rank correlation than in the reference; null for few rows',
    ),
});
