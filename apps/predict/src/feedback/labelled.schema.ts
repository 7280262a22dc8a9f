import { z } from 'zod';

const MAX_ROWS = 5_000;

/** The query of `GET .../labelled`: where the last page ended, and how long this one may be. */
export const labelledQuerySchema = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the `next` of a page')
    .default('0')
    .describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(MAX_ROWS).default(1_000),
});

const value = z.union([z.string(), z.number()]);

/** One prediction with its features and its truth. */
const labelledRow = z.object({
  prediction_id: z.uuid(),
  at: z.iso.datetime().describe('When it was predicted'),
  features: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  prediction: value,
  actual: value,
  labelled_at: z.iso.datetime().describe('When this truth came; a correction counts anew'),
});

/** A page of labelled predictions, in the order of their first feedback. */
export const labelledPageSchema = z.object({
  rows: z.array(labelledRow),
  next: z.string().nullable().describe('Where the next page begins; null when nothing is left now'),
});

export type LabelledQuery = z.output<typeof labelledQuerySchema>;
export type LabelledRow = z.infer<typeof labelledRow>;
export type LabelledPage = z.infer<typeof labelledPageSchema>;
