import { z } from 'zod';
import { qualitySchema } from './quality.schema.js';
import { statuses } from '../verdict/index.js';
import { dataQualityEvaluationSchema } from './data-quality.schema.js';
import { driftRankingSchema, outcomeDriftSchema } from './outcomes.schema.js';
import { estimatedLabelsSchema, windowEvaluationSchema } from './drift.schema.js';
import { segmentQualitySchema, segmentSharesSchema } from './segments.schema.js';

const rows = z.int().min(0);

const windowState = {
  rows: rows.describe('Rows in the window'),
  minimum: rows.describe('With fewer rows the window is not evaluated'),
  size: rows.describe('Maximum number of rows'),
  from: z.string().nullable().describe('Time of the oldest row'),
  to: z.string().nullable().describe('Time of the newest row'),
};

const evaluation = {
  model: z.string(),
  version: z.int(),
  evaluated_at: z.string().describe('When this was computed or last confirmed'),
  duration_ms: z.number(),
};

/** How a version is, in words. */
export const verdictSchema = z.object({
  status: z
    .enum(statuses)
    .describe(
      'degraded: worse than at registration by labels. watch: signs of it, such as drift. unknown: too little is known. healthy: none of these',
    ),
  summary: z.string().describe('One sentence for readers who do not know the methods'),
  evidence: z.array(z.string()).describe('The figures behind it, the most important one first'),
  action: z.string().nullable().describe('What to do next'),
});

const limits = { lower: z.number(), upper: z.number() };

const band = z.object({
  value: z.number(),
  ...limits,
  threshold: z
    .object(limits)
    .optional()
    .describe('What windows of this size reach if they are like the reference'),
  alert: z.boolean().optional().describe('Whether the value is below the threshold'),
});

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
  profile: z.string().nullable().describe('sha256 of the reference profile; null if there is none'),
  window: z.object({ ...windowState, max_age_s: z.number().describe('Older predictions leave the window') }),
  baseline: z
    .object({
      kind: z.enum(['reference', 'previous_window', 'same_hours']),
      description: z.string().describe('In words, such as "the same hours of the last 4 weeks"'),
      weeks: rows.nullable().describe('Of the same hours'),
      rows,
      since: z.string().nullable().describe('Time of its oldest row; null for the reference'),
      until: z.string().nullable(),
      absent: z.string().nullable().describe('Why nothing could be compared with it'),
    })
    .nullable()
    .describe('What drift is measured against; null without drift'),
  drift: windowEvaluationSchema
    .nullable()
    .describe('Null without a profile, or with fewer rows than the minimum'),
  data_quality: dataQualityEvaluationSchema
    .nullable()
    .describe('The rules of the manifest on the data of the window; null if it has none'),
  target_drift: outcomeDriftSchema
    .nullable()
    .describe('The actual values of the feedback window; null without a profile'),
  probability_drift: outcomeDriftSchema
    .nullable()
    .describe('The probabilities of the window; null without a profile'),
  drift_ranking: driftRankingSchema
    .nullable()
    .describe('Features by importance times severity; null without drift'),
  segments: segmentSharesSchema
    .nullable()
    .describe(
      'The segments that the manifest declares; null without a profile, or with fewer rows than the minimum',
    ),
});

/** `GET /models/{model}/quality`. */
export const qualityAnswerSchema = z.object({
  ...evaluation,
  window: z.object(windowState).describe('The labelled predictions'),
  f1_average: z.string().nullable(),
  verdict: verdictSchema,
  quality: qualitySchema.nullable().describe('Null with fewer rows than the minimum'),
  quality_interval: z
    .object({ lower: z.number(), upper: z.number() })
    .nullable()
    .describe('95 % interval of f1, or of the mean absolute error; null where it is undefined'),
  estimated_f1: band
    .nullable()
    .describe(
      'F1 of the prediction window, estimated without labels and averaged like f1; null if it cannot be estimated or is undefined',
    ),
  estimated_f1_warnings: z
    .array(z.string())
    .describe(
      'Reasons to doubt estimated_f1, such as a reference that contains training rows, or why it is absent',
    ),
  estimated_labels: estimatedLabelsSchema
    .nullable()
    .describe(
      'The same for every label; null for other tasks, and where the reference does not know the labels',
    ),
  segments: segmentQualitySchema
    .nullable()
    .describe('Where the model is wrong; null without a profile, or with fewer rows than the minimum'),
  estimated_error: z
    .object({
      mean_absolute_error: band.nullable(),
      root_mean_squared_error: band.nullable(),
      notes: z.array(z.string()).describe('Why a value is null, or cannot change'),
    })
    .nullable()
    .describe(
      'Error of a regression over the prediction window, estimated without labels; of several targets the means. Null for other tasks and without labels in the reference',
    ),
});

export type VersionQuery = z.output<typeof versionQuerySchema>;
export type DriftAnswer = z.infer<typeof driftAnswerSchema>;
export type QualityAnswer = z.infer<typeof qualityAnswerSchema>;
