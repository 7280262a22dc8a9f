import {
  type ColumnProfile,
  type DistanceMethod,
  distances,
  driftTests,
  type DriftMethod,
  type ReferenceProfile,
} from '@plumbline/evaluation';
import { z } from 'zod';
import { modelNameSchema } from '../manifest/index.js';

/** The origin of the rows that a profile was built from. */
export interface ReferenceRows {
  /** `reference` is the version's own reference.csv.gz, `file` another table. */
  readonly source: 'reference' | 'file';
  /** Whether the model was trained on none of them; null if unknown. */
  readonly heldOut: boolean | null;
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
const count = z.number().min(0);
/** JSON has no NaN: a value that the reference does not define is null. */
const defined = z.number().nullable();
const limits = z.strictObject({ lower: defined, upper: defined });
const category = z.union([z.string(), z.number()]);

const chance = z.strictObject({ rows: count, mean: defined, deviation: defined });
const methods = [
  ...(Object.keys(driftTests) as [DriftMethod]),
  ...(Object.keys(distances) as [DistanceMethod]),
] as const;

const watched = {
  name: z.string().min(1),
  feature: z.string().min(1),
  descriptor: z.string().min(1).nullable(),
  method: z.enum(methods),
  threshold: z.number(),
  pinned: z.boolean().optional(),
  noise: limits,
  /** Absent in older profiles, and for the distances whose law is known. */
  chance: chance.optional(),
  floor: z.number().optional(),
  rows: count,
};

const numericColumn = z
  .strictObject({
    ...watched,
    kind: z.literal('numerical'),
    integer: z.boolean(),
    values: z.array(z.number()),
    counts: z.array(count),
    exact: z.boolean(),
    edges: z.array(z.number()),
    mean: defined,
    standardDeviation: defined,
  })
  .refine(({ values, counts }) => values.length === counts.length, 'does not have one count per value')
  .refine(({ values }) => isAscending(values), 'has values that are not in ascending order')
  .refine(({ edges }) => isAscending(edges), 'has edges that are not in ascending order');

const categoricalColumn = z
  .strictObject({
    ...watched,
    kind: z.literal('categorical'),
    categories: z.array(category),
    counts: z.array(count),
  })
  .refine(
    ({ categories, counts }) => categories.length === counts.length,
    'does not have one count per category',
  );

const column = z.discriminatedUnion('kind', [numericColumn, categoricalColumn]);

/** A column of a profile. Null stands for NaN. */
export const columnSchema = column.transform((each) => each as ColumnProfile);

const curve = z
  .strictObject({ scores: z.array(z.number()).min(1), probabilities: z.array(z.number()).min(1) })
  .nullable();
const metric = z.strictObject({ errorOfOne: defined, threshold: limits, value: defined.optional() });
const averagedF1 = z.strictObject({ value: z.number(), errorOfOne: count }).optional();
const f1 = z
  .strictObject({ binary: averagedF1, macro: averagedF1, micro: averagedF1, weighted: averagedF1 })
  .optional();
const metrics = z.strictObject({
  rocAuc: metric,
  averagePrecision: metric,
  accuracy: metric,
  precision: metric,
  recall: metric,
  specificity: metric,
  f1: metric,
});

const estimator = z.discriminatedUnion('task', [
  z.strictObject({ task: z.literal('binary'), positiveClass: z.string(), curve, metrics, f1 }),
  z.strictObject({ task: z.literal('multiclass'), curves: z.array(curve), metrics, f1 }),
]);

const labelEstimators = z.strictObject({
  labels: z.array(
    z.union([
      z.strictObject({
        label: z.string(),
        curve,
        f1: z.strictObject({ value: z.number(), errorOfOne: count }),
        rows: count,
      }),
      z.strictObject({ label: z.string(), unproven: z.string() }),
    ]),
  ),
  averages: z.strictObject({ macro: averagedF1, micro: averagedF1, weighted: averagedF1 }),
  rows: count,
});

const innerNodes = z.array(z.int().min(0));
const tree = z
  .strictObject({ columns: innerNodes, thresholds: z.array(z.number()), leaves: z.array(z.number()) })
  .refine(
    ({ columns, thresholds, leaves }) =>
      columns.length === thresholds.length && leaves.length === columns.length + 1,
    'has not one threshold per inner node and one leaf more',
  );
const errorModel = z.union([
  z.strictObject({
    columns: z.array(
      z.strictObject({
        name: z.string(),
        codes: z.array(z.tuple([z.union([category, z.boolean()]).nullable(), z.number()])).nullable(),
      }),
    ),
    trees: z.strictObject({ base: z.number(), trees: z.array(tree) }),
    metric,
    rows: count,
  }),
  z.strictObject({ unproven: z.string() }),
]);
const errorEstimator = z.strictObject({ target: z.string().nullable(), mae: errorModel, rmse: errorModel });

const reconstruction = z.strictObject({
  encodings: z.array(
    z.strictObject({
      name: z.string(),
      shares: z.array(z.tuple([z.union([category, z.boolean()]), z.number()])).nullable(),
      fill: z.union([category, z.boolean()]),
      mean: z.number(),
      scale: z.number(),
    }),
  ),
  components: z.array(z.array(z.number())),
  threshold: limits,
  rowError: z
    .strictObject({
      rows: count,
      largest: z.number().optional(),
      mean: z.number(),
      fittedMean: z.number(),
      deviation: count,
      skewness: z.number(),
    })
    .optional(),
});

const measure = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('date') }),
  z.strictObject({ type: z.literal('array'), width: count, channels: z.array(z.string()) }),
  z.strictObject({ type: z.literal('image') }),
]);

const embedding = z
  .strictObject({
    rows: count,
    mean: z.array(z.number()),
    deviation: z.array(count),
    threshold: z.number(),
    noise: limits,
    chance: chance.optional(),
  })
  .refine(({ mean, deviation }) => mean.length === deviation.length, 'has not one deviation per mean');

const sample = z
  .strictObject({
    rows: count,
    columns: z.array(
      z.strictObject({
        name: z.string(),
        codes: z.string().regex(/^[A-Za-z0-9+/]*$/, 'must be base64 digits'),
      }),
    ),
  })
  .refine(
    ({ rows, columns }) => columns.every(({ codes }) => codes.length === rows),
    'has columns of another length than its rows',
  );

const importance = z.union([
  z.strictObject({ absent: z.string() }),
  z.strictObject({
    absent: z.null(),
    metric: z.enum(['f1', 'mean_absolute_error']),
    rows: count,
    repeats: count,
    features: z.array(z.strictObject({ name: z.string(), mean: z.number(), deviation: count })),
  }),
]);

const referenceProfile = z.strictObject({
  rows: count,
  columns: z.array(column),
  prediction: column,
  predictions: z.array(column).min(2).optional(),
  targets: z.array(column).optional(),
  probabilities: z.array(column).optional(),
  importance: importance.optional(),
  vocabularies: z.record(z.string(), z.array(z.string())),
  measures: z.record(z.string(), measure).optional(),
  embedding: embedding.optional(),
  classes: z.array(z.string()).nullable(),
  estimator: estimator.nullable(),
  labelEstimators: labelEstimators.optional(),
  errorEstimators: z.array(errorEstimator).min(1).nullish(),
  quality: z.strictObject({ rows: count, right: count, separated: z.boolean() }).nullish(),
  sample: sample.optional(),
  reconstruction: reconstruction.nullable(),
});

/** `profile.json` of a model version, strictly. */
export const profileFileSchema = z.strictObject({
  format_version: z.literal(1),
  model: modelNameSchema,
  version: z.int().min(1),
  /** Of the version's manifest, which itself contains the sha256 of the model and the reference data. */
  manifest_sha256: sha256,
  /** The origin of the reference rows; absent in older profiles. */
  rows: z
    .strictObject({ source: z.enum(['reference', 'file']), held_out: z.boolean().nullable() })
    .transform(({ source, held_out: heldOut }): ReferenceRows => ({ source, heldOut }))
    .optional(),
  // Null stands for NaN; `prepareProfile` restores it.
  profile: referenceProfile.transform((profile) => profile as ReferenceProfile),
  /** Of the canonical JSON of all other members. */
  sha256,
});

export type ProfileFile = z.infer<typeof profileFileSchema>;

function isAscending(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || values[index - 1]! < value);
}
