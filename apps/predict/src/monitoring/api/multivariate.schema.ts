import { z } from 'zod';

const count = z.int().min(0);

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
