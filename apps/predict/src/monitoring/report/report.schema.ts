import { z } from 'zod';
import { taskNames } from '../../models/outcomes/index.js';
import { driftAnswerSchema, qualityAnswerSchema, verdictSchema } from '../api/index.js';

const drift = driftAnswerSchema.shape;
const quality = qualityAnswerSchema.shape;
const number = z.number().nullable();

const point = z.object({
  at: z.string(),
  drift_share: number,
  realised: number.describe('F1 of a classifier, mean absolute error of a regression'),
  estimated: number.describe('Without labels'),
  estimated_lower: number,
  estimated_upper: number,
});

const evaluation = z.object({
  model: drift.model,
  version: drift.version,
  evaluated_at: drift.evaluated_at,
  duration_ms: drift.duration_ms,
  profile: drift.profile,
  predictions: drift.window,
  drift: drift.drift,
  data_quality: drift.data_quality.optional(),
  estimated_f1: quality.estimated_f1,
  estimate_warnings: quality.estimated_f1_warnings.optional(),
  estimated_error: quality.estimated_error.optional(),
  feedback: quality.window,
  quality: quality.quality,
  quality_interval: quality.quality_interval.optional(),
  target_drift: drift.target_drift.unwrap().optional(),
  probability_drift: drift.probability_drift.unwrap().optional(),
  drift_ranking: drift.drift_ranking.unwrap().optional(),
  segments: z.object({ shares: drift.segments, quality: quality.segments }).optional(),
});

/** `GET /models/{model}/report` as JSON: the content of the page. */
const reportAnswerSchema = z.object({
  model: z.string(),
  version: z.int(),
  champion: z.boolean(),
  description: z.string(),
  task: z.enum(taskNames),
  average: z.string().nullable().describe('How F1 is averaged'),
  positive_class: z.string().nullable(),
  baseline: number.describe(
    'F1 at registration, null if it is unknown or was undefined; for a regression the mean absolute error',
  ),
  monitoring: z.string().describe('on, or why evaluation is off'),
  verdict: verdictSchema.nullable().describe('Null before the first evaluation'),
  evaluation: evaluation.nullable().describe('Null before the first one'),
  history: z.array(point).nullable().describe('Oldest first; null when it cannot be read'),
});

export type ReportAnswer = z.infer<typeof reportAnswerSchema>;

/** Both media types of the answer, for the OpenAPI document. */
export const reportContent = {
  'text/html': { schema: { type: 'string' as const } },
  'application/json': { schema: documentOf(reportAnswerSchema) },
};

/** Without `$schema`: the OpenAPI document states the dialect for all schemas. */
function documentOf(schema: z.ZodType): object {
  const { $schema, ...document } = z.toJSONSchema(schema);
  void $schema;
  return document;
}
