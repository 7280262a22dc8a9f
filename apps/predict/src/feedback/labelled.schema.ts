import { nextPage, pageStart } from '@plumbline/http';
import { z } from 'zod';
import { loggedRowSchema } from '../models/features/index.js';
import { outcomeSchema } from '../models/outcomes/index.js';

const MAX_ROWS = 5_000;

/** The query of `GET .../labelled`: the start of the page and its maximum length. */
export const labelledQuerySchema = z.strictObject({
  after: pageStart.default('0'),
  limit: z.coerce.number().int().min(1).max(MAX_ROWS).default(1_000),
});

/** A prediction with its features and its label. */
const row = z.object({
  prediction_id: z.uuid(),
  at: z.iso.datetime().describe('Time of the prediction'),
  features: loggedRowSchema,
  prediction: outcomeSchema,
  actual: outcomeSchema,
  labelled_at: z.iso.datetime().describe('Time of the label, or of its last correction'),
});

/** A page of labelled predictions, in the order of their first feedback. */
export const labelledPageSchema = z.object({
  rows: z.array(row),
  next: nextPage,
});

export type LabelledQuery = z.output<typeof labelledQuerySchema>;
export type LabelledPage = z.infer<typeof labelledPageSchema>;
