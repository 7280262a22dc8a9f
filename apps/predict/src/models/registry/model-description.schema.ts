import { z } from 'zod';
import { featureSchema, inputSchema } from '../manifest/index.js';
import { multilabelMetrics, outputSchema, regressionMetrics, taskNames } from '../outcomes/index.js';

const shared = { version: z.int(), champion: z.boolean() };

const ready = z.object({
  ...shared,
  state: z.literal('READY'),
  host: z
    .enum(['service', 'process'])
    .describe('Where the replica that answers runs the graph: in the service, or in a process of its own'),
  process_reason: z.string().optional().describe('Why it runs in a process of its own'),
  description: z.string(),
  task: z.enum(taskNames),
  model_type: z.string(),
  created_at: z.string(),
  parent_version: z.int().nullable(),
  metrics: z
    .union([multilabelMetrics, regressionMetrics])
    .optional()
    .describe('On the holdout, at registration'),
});

const unavailable = z.object({ version: z.int(), state: z.literal('UNAVAILABLE'), reason: z.string() });

/** A version in a list: its description, or why it is not served. */
export const versionSummarySchema = z.discriminatedUnion('state', [ready, unavailable]);

const model = {
  name: z.string(),
  default: z.boolean(),
  champion: z.int().nullable().describe('The version that answers when none is named'),
  previous: z.int().nullable().describe('The previous champion, which a rollback restores'),
  challenger: z.int().nullable().describe("The version that runs in the champion's shadow"),
};

/** `GET /models`. */
export const modelListSchema = z.object({
  models: z.array(z.object({ ...model, versions: z.array(versionSummarySchema) })),
});

const signature = {
  features: z.array(featureSchema),
  inputs: z.array(inputSchema),
  outputs: z.array(outputSchema),
  classes: z.array(z.string()).nullable(),
  positive_class: z.string().nullable(),
  threshold: z.number().nullable(),
  f1_average: z.string().nullable(),
  thresholds: z
    .union([z.number(), z.array(z.number())])
    .optional()
    .describe('Of a multilabel model'),
  targets: z.array(z.string()).optional().describe('Of a regression with several targets'),
  anomaly_if: z.enum(['above', 'below']).optional().describe('Of an anomaly model'),
};

const warnings = z
  .array(z.string())
  .describe('Reasons why alerts about the version are meaningless or impossible; empty if there are none');

const profile = z
  .discriminatedUnion('state', [
    z.object({ state: z.literal('READY') }),
    z.object({
      state: z.literal('BUILDING'),
      step: z.string(),
      done: z.number(),
      total: z.number().nullable(),
    }),
    z.object({ state: z.literal('ABSENT'), reason: z.string().nullable() }),
  ])
  .describe(
    'Its reference profile. While the replica that answers builds it, the step with the rows or columns done; without one, drift is not measured',
  );

const detail = ready.extend({ ...signature, warnings, profile });

/** `GET /models/{model}`: as in the list, with the signature and the warnings of each served version. */
export const modelDetailSchema = z.object({
  ...model,
  versions: z.array(z.discriminatedUnion('state', [detail, unavailable])),
});

/** `GET /model-info`: the version that answers `POST /predict`. */
export const modelInfoSchema = detail.extend({ name: z.string() });

export type VersionSummary = z.infer<typeof versionSummarySchema>;
export type VersionDetail = z.infer<typeof detail>;
export type ModelList = z.infer<typeof modelListSchema>;
export type ModelDetail = z.infer<typeof modelDetailSchema>;
export type ModelInfo = z.infer<typeof modelInfoSchema>;
