import { z } from 'zod';

const number = z.number().nullable();
const count = z.int().min(0);
const condition = z.string().describe('In words, such as `age >= 54`');

const declared = { feature: z.string(), segment: z.string().describe('The label of the metrics'), condition };

/** How the shares of the declared segments differ from those in the reference. */
export const segmentSharesSchema = z.array(
  z.object({
    ...declared,
    rows: count,
    share: z.number(),
    reference_share: z.number(),
    method: z.string(),
    score: z.number(),
    threshold: z.number(),
    adjusted_p: number.describe('Adjusted for the number of segments; null for a distance'),
    drifted: z.boolean(),
  }),
);

const figure = {
  condition,
  rows: count,
  value: number.describe('The metric over the rows; null if undefined'),
  lower: number.describe('The 95 % interval of the value'),
  upper: number,
  rest: number.describe('The metric over all other rows'),
  adjusted_p: number.describe('Of the difference, adjusted for the number of segments that were compared'),
  weak: z.boolean().describe('Worse than the other rows, with an adjusted p-value below 0.01'),
};

/** Where a model is right and wrong. */
export const segmentQualitySchema = z.object({
  rows: count.describe('Labelled predictions whose features are still in the prediction log'),
  metric: z
    .enum(['f1', 'mean_absolute_error'])
    .describe('What is compared; F1 is averaged as f1_average says'),
  declared: z.array(z.object({ ...declared, ...figure })).describe('The segments that the manifest declares'),
  weak: z
    .array(
      z.object({
        ...figure,
        columns: z.array(z.string()),
        confirmed_rows: count.describe('The rows of the half that confirms the slice; the value is theirs'),
      }),
    )
    .describe('Slices found on one half of the rows, and confirmed on the other half'),
});
