import { z } from 'zod';
import { columnSchema } from './drift.schema.js';

const reason = z.string().nullable();

/** The drift of actual values or probabilities. */
export const outcomeDriftSchema = z.object({
  columns: z.array(columnSchema),
  absent: reason.describe('Why there are no columns'),
});

/** The features by importance times severity. */
export const driftRankingSchema = z.object({
  metric: z.enum(['f1', 'mean_absolute_error']).nullable(),
  features: z.array(
    z.object({
      feature: z.string(),
      importance: z
        .number()
        .describe('How much the metric gets worse when the values are shuffled among reference rows'),
      deviation: z.number(),
      severity: z.number().nullable(),
      drifted: z.boolean(),
      impact: z.number().describe('Importance times severity (at most 100)'),
    }),
  ),
  absent: reason.describe('Why there is no ranking'),
});
