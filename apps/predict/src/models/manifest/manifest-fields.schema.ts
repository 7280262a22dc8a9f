import { z } from 'zod';
import { featureSchema, MAX_DESCRIPTION } from '../features/index.js';
import {
  anomalyFields,
  binaryFields,
  multiclassFields,
  multilabelFields,
  outputSchema,
  regressionFields,
} from '../outcomes/index.js';
import { dataQualitySchema } from './data-quality.schema.js';
import { inputSchema } from './tensor.schema.js';

/** The name of a model in paths and labels: lower-case words joined by hyphens. */
export const modelNameSchema = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters and digits, words joined by hyphens');

const versionNumber = z.int().min(1).max(999_999_999);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
const fileName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a plain file name');
const rows = z.int().min(1);

/** The files of every version besides its manifest. */
export const requiredFiles = ['model.onnx', 'reference.csv.gz', 'golden.json', 'model-card.md'] as const;

/** The defaults of the windows, in rows and seconds. */
const FEEDBACK_WINDOW = { size: 1_000, minimum: 200 };
const PREDICTION_WINDOW = { size: 2_000, minimum: 1_000, max_age_s: 86_400 };
const MAX_ROWS = 1_000_000;
const MAX_AGE_S = 31_536_000;
const MAX_CACHE_ENTRIES = 100_000;
/** So that the gauges of segments stay few. */
export const MAX_SEGMENT_FEATURES = 5;

/** The newest predictions. They are compared with the reference. */
const predictionWindow = z.strictObject({
  size: z.int().min(1).max(MAX_ROWS).default(PREDICTION_WINDOW.size),
  minimum: z.int().min(1).default(PREDICTION_WINDOW.minimum),
  max_age_s: z.int().min(1).max(MAX_AGE_S).default(PREDICTION_WINDOW.max_age_s),
});

const MAX_WEEKS = 12;

/** What drift is measured against. */
const driftBaseline = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('reference') }),
    z.strictObject({ kind: z.literal('previous_window') }),
    z.strictObject({ kind: z.literal('same_hours'), weeks: z.int().min(1).max(MAX_WEEKS).default(4) }),
  ])
  .describe(
    'What drift is measured against: the reference (the default), the predictions before the window, or those of the same hours of the last weeks. Estimates of quality stay on the reference',
  );

/** The last labelled predictions. Without `max_age_s` a label stays until `size` newer ones exist. */
const feedbackWindow = z.strictObject({
  size: z.int().min(1).max(MAX_ROWS),
  minimum: z.int().min(1),
  max_age_s: z.int().min(1).max(MAX_AGE_S).optional(),
});

const shared = {
  schema_version: z.literal(1),
  name: modelNameSchema,
  version: versionNumber,
  description: z.string().min(1).max(MAX_DESCRIPTION),
  model_type: z.string().min(1).max(100).default('onnx'),
  created_at: z.iso.datetime(),
  parent_version: versionNumber.nullable().default(null),
  features: z.array(featureSchema).min(1),
  inputs: z.array(inputSchema).min(1),
  outputs: z.array(outputSchema).min(1),
  batching: z
    .boolean()
    .default(true)
    .describe('False for a graph whose rows influence each other: every row then runs alone'),
  golden_tolerance: z
    .number()
    .gt(0)
    .max(1)
    .default(1e-4)
    .describe('How far golden numbers may differ, absolute up to 1 and relative above'),
  windows: z
    .strictObject({
      feedback: feedbackWindow.default(FEEDBACK_WINDOW),
      predictions: predictionWindow.default(PREDICTION_WINDOW),
    })
    .default({ feedback: FEEDBACK_WINDOW, predictions: PREDICTION_WINDOW }),
  drift_baseline: driftBaseline.optional(),
  data_quality: dataQualitySchema.optional(),
  cache: z
    .strictObject({ entries: z.int().min(1).max(MAX_CACHE_ENTRIES) })
    .optional()
    .describe('How many predictions are kept, so that an equal row gets the same answer without a run'),
  segments: z
    .array(z.string())
    .max(MAX_SEGMENT_FEATURES)
    .optional()
    .describe(
      'Up to five features whose values divide the rows: quality and shares are computed for each category, or each quarter of the reference',
    ),
  reference: z
    .strictObject({ held_out: z.boolean().describe('True when the model was trained on none of its rows') })
    .optional(),
  training: z
    .strictObject({
      seed: z.int(),
      rows,
      data_sha256: sha256,
      libraries: z.record(z.string().max(100), z.string().max(100)),
    })
    .optional(),
  files: z.record(fileName, sha256),
};

/** Every field of `manifest.json`, strictly. `manifest-rules.ts` has the rules between fields. */
export const manifestFieldsSchema = z.discriminatedUnion('task', [
  z.strictObject({ ...shared, ...binaryFields }),
  z.strictObject({ ...shared, ...multiclassFields }),
  z.strictObject({ ...shared, ...multilabelFields }),
  z.strictObject({ ...shared, ...regressionFields }),
  z.strictObject({ ...shared, ...anomalyFields }),
]);

export type Manifest = z.infer<typeof manifestFieldsSchema>;
/** The manifest of a model that gives each row one class. */
export type ClassificationManifest = Extract<Manifest, { task: 'binary' | 'multiclass' | 'anomaly' }>;
