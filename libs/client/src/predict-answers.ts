import { z } from 'zod';

const outcomeSchema = z.union([
  z.string(),
  z.number(),
  z.array(z.string()),
  z.record(z.string(), z.union([z.number(), z.boolean()])),
]);

const rowSchema = z.object({
  prediction_id: z.string(),
  prediction: outcomeSchema,
  probability: z.number().optional(),
  /** The features outside what the reference has seen; absent when the version has no profile. */
  drift: z.array(z.string()).nullish(),
});

/** The answer to one row. */
export const predictionSchema = rowSchema.extend({ version: z.int() });

/** The answer to several rows, in their order. */
export const batchSchema = z.object({ version: z.int(), predictions: z.array(rowSchema) });

/** The answer to `GET /models`. */
export const modelListSchema = z.object({
  models: z.array(z.object({ name: z.string(), champion: z.int().nullable() })),
});

/** The answer to `GET /models/{model}`. */
export const modelSchema = z.object({
  champion: z.int().nullable(),
  versions: z.array(z.object({ version: z.int() })),
});

/** The answer to `POST /models/{model}/versions`. */
export const publishedSchema = z.object({
  version: z.int(),
  state: z.string(),
  warnings: z.array(z.string()),
});

/** The answer to `GET /retrains`, newest first. */
export const retrainsSchema = z.object({
  retrains: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      dag_run_id: z.string(),
      reason: z.string().nullable(),
      notifications: z.int(),
      attempts: z.int(),
      conf: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** A class, a number, the labels present, labels that are known by name, or targets by name: a prediction or its truth. */
export type Outcome = z.output<typeof outcomeSchema>;
export type PredictedRow = z.output<typeof rowSchema>;
export type PredictionAnswer = z.output<typeof predictionSchema>;
export type BatchAnswer = z.output<typeof batchSchema>;
export type ListedModel = z.output<typeof modelListSchema>['models'][number];
export type ModelVersions = z.output<typeof modelSchema>;
export type Published = z.output<typeof publishedSchema>;
export type RetrainingRun = z.output<typeof retrainsSchema>['retrains'][number];

/** The truth about one prediction. */
export interface Label {
  readonly prediction_id: string;
  readonly actual: Outcome;
}
