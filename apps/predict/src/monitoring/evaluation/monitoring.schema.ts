import { z } from 'zod';
import { qualitySchema } from './quality.schema.js';
import { windowEvaluationSchema } from './window-evaluation.schema.js';

const rows = z.int().min(0);

const windowState = {
  rows: rows.describe('Rows the window holds'),
  minimum: rows.describe('Below so many rows nothing is said about them'),
  size: rows.describe('Rows the window may hold'),
  from: z.string().nullable().describe('The time of its oldest row'),
  to: z.string().nullable().describe('The time of its newest row'),
};

const evaluation = {
  model: z.string(),
  version: z.int(),
  evaluated_at: z.string().describe('When this was computed, or last found to hold still'),
  duration_ms: z.number(),
};

const band = z.object({ value: z.number(), lower: z.number(), upper: z.number() });

/** `?version=` of the monitoring routes. */
export const versionQuerySchema = z.strictObject({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be the number of a version')
    .transform(Number)
    .optional(),
});

/** `GET /models/{model}/drift`. */
export const driftAnswerSchema = z.object({
  ...evaluation,
  profile: z.string().nullable().describe('sha256 of the reference profile; null without one'),
  window: z.object({ ...windowState, max_age_s: z.number().describe('Older predictions leave the window') }),
  drift: windowEvaluationSchema.nullable().describe('Null without a profile, or below the minimum of rows'),
});

/** `GET /models/{model}/quality`. */
export const qualityAnswerSchema = z.object({
  ...evaluation,
  window: z.object(windowState).describe('The labelled predictions'),
  f1_average: z.string().nullable(),
  quality: qualitySchema.nullable().describe('Null below the minimum of rows'),
  estimated_f1: band
    .nullable()
    .describe(
      'Of the prediction window, without labels, averaged as f1 is; null when it cannot be estimated or is undefined',
    ),
  estimated_f1_warnings: z
    .array(z.string())
    .describe(
      'Reasons to doubt estimated_f1, such as a reference of training rows; empty when there is none',
    ),
});

export type VersionQuery = z.output<typeof versionQuerySchema>;
export type DriftAnswer = z.infer<typeof driftAnswerSchema>;
export type QualityAnswer = z.infer<typeof qualityAnswerSchema>;
