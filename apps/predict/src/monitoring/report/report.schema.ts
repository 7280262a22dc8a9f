import { z } from 'zod';
import { driftAnswerSchema, qualityAnswerSchema } from '../evaluation/index.js';

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
  estimated_f1: quality.estimated_f1,
  estimate_warnings: quality.estimated_f1_warnings.optional(),
  feedback: quality.window,
  quality: quality.quality,
});

/** `GET /models/{model}/report` as JSON: everything the page shows. */
const reportAnswerSchema = z.object({
  model: z.string(),
  version: z.int(),
  champion: z.boolean(),
  description: z.string(),
  task: z.enum(['binary', 'multiclass', 'regression']),
  average: z.string().nullable().describe('How F1 is averaged'),
  positive_class: z.string().nullable(),
  baseline: number.describe(
    'F1 at registration, null if it was undefined; the mean absolute error of a regression',
  ),
  monitoring: z.string().describe('on, or why nothing is evaluated'),
  evaluation: evaluation.nullable().describe('Null before the first one'),
  history: z.array(point).nullable().describe('Oldest first; null when it cannot be read'),
});

export type ReportAnswer = z.infer<typeof reportAnswerSchema>;

/** Both forms of the answer, for the OpenAPI document. */
export const reportContent = {
  'text/html': { schema: { type: 'string' as const } },
  'application/json': { schema: documentOf(reportAnswerSchema) },
};

/** The document states its dialect once for all schemas. */
function documentOf(schema: z.ZodType): object {
  const { $schema, ...document } = z.toJSONSchema(schema);
  void $schema;
  return document;
}
