import { z } from 'zod';
import { statuses } from '../verdict/index.js';

const rows = z.int().min(0);
const windowState = z.object({
  rows: rows.describe('Rows in the window'),
  minimum: rows.describe('With fewer rows the window is not evaluated'),
  size: rows.describe('Maximum number of rows'),
  from: z.string().nullable().describe('Time of the oldest row'),
  to: z.string().nullable().describe('Time of the newest row'),
});

const summary = z.object({
  model: z.string(),
  version: z.int(),
  evaluated_at: z.string(),
  verdict: z.object({ status: z.enum(statuses), summary: z.string() }),
  quality: z.object({
    score: z.enum(['f1', 'mean_absolute_error']),
    value: z.number().nullable().describe('Null with fewer labels than the minimum, or if it is undefined'),
    interval: z.object({ lower: z.number(), upper: z.number() }).nullable().describe('95 %'),
    baseline: z.number().nullable().describe('At registration'),
  }),
  drift: z
    .object({
      columns: rows.describe('Columns with a score'),
      drifted: rows,
      dataset_drifted: z.boolean(),
      largest_severity: z.number().nullable().describe('Of all columns; 1 is the threshold'),
      prediction_drifted: z.boolean().nullable(),
    })
    .nullable()
    .describe('Null without a profile, or with fewer rows than the minimum'),
  predictions: windowState,
  feedback: windowState.describe('The labelled predictions'),
});

/** `GET /evaluations`. */
export const evaluationListSchema = z.object({
  evaluations: z.array(summary).describe('Of the champions that are evaluated'),
});

export type EvaluationSummary = z.infer<typeof summary>;
export type EvaluationList = z.infer<typeof evaluationListSchema>;
