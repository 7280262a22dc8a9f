import { z } from 'zod';

const count = z.int().min(0);

/** How pairs of numeric columns go together. */
export const correlationsSchema = z.object({
  pairs: count.describe('Pairs that could be compared, of the first 30 numeric columns'),
  changed: count,
  omitted_columns: count.describe('Columns that are in no pair'),
  surest: z
    .array(
      z.object({
        columns: z.array(z.string()),
        reference: z.number(),
        current: z.number(),
        p_value: z.number().describe("Of Fisher's z, adjusted for the number of pairs (Holm)"),
        changed: z.boolean(),
      }),
    )
    .describe('At most 20 pairs, the smallest p-value first'),
});

/** How well a classifier tells the rows of a window from those of the reference. */
export const multivariateSchema = z.object({
  method: z.literal('domain_classifier'),
  auc: z.number().describe('Area under the ROC curve, out of fold; 0.5 where the rows cannot be told apart'),
  lower: z.number().describe('The 95 % confidence interval of the area'),
  upper: z.number(),
  threshold: z.number().describe('Drift from this area on; lower for larger windows'),
  drifted: z.boolean(),
  severity: z.number().describe('1 at the threshold'),
  reference_rows: count,
  rows: count,
  clues: z
    .array(
      z.object({
        columns: z.array(z.string()).describe('One column, or two whose relation has changed'),
        share: z.number().describe('Its part of what separates the rows'),
      }),
    )
    .describe('What tells the rows apart, the most important first'),
});
