import { type DriftMethod, driftTests, type FeatureKind } from '@plumbline/evaluation';
import { z } from 'zod';

/** No control characters, and not a name with a special meaning in JavaScript objects. */
const featureName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{C}]+$/u, 'must not contain control characters')
  .refine((name) => name !== '__proto__', 'is a reserved name');

const shared = {
  name: featureName,
  description: z.string().min(1),
  unit: z.string().min(1).optional(),
};

const measuredAs = {
  numerical: { drift: driftOf('numerical').optional() },
  categorical: { drift: driftOf('categorical').optional() },
};

const bounds = { minimum: z.number().optional(), maximum: z.number().optional() };

const numberFeature = z.strictObject({
  ...shared,
  ...measuredAs.numerical,
  type: z.literal('number'),
  ...bounds,
  example: z.number(),
});

const integerFeature = z.strictObject({
  ...shared,
  ...measuredAs.numerical,
  type: z.literal('integer'),
  minimum: z.int().optional(),
  maximum: z.int().optional(),
  example: z.int(),
});

const booleanFeature = z.strictObject({
  ...shared,
  ...measuredAs.categorical,
  type: z.literal('boolean'),
  example: z.boolean(),
});

const categoryFeature = z.strictObject({
  ...shared,
  ...measuredAs.categorical,
  type: z.literal('category'),
  categories: z.union([z.array(z.string()).min(1), z.array(z.number()).min(1)]),
  allow_unknown: z.boolean(),
  example: z.union([z.string(), z.number()]),
});

const textFeature = z.strictObject({
  ...shared,
  type: z.literal('text'),
  max_length: z.int().min(1).max(1_000_000),
  example: z.string(),
});

/** One input of a model as clients see it: its type, its bounds, and how its drift is measured. */
export const featureSchema = z
  .discriminatedUnion('type', [numberFeature, integerFeature, booleanFeature, categoryFeature, textFeature])
  .meta({ id: 'Feature' });

export type Feature = z.infer<typeof featureSchema>;

/** A feature with a list of values. */
export type CategoryFeature = Extract<Feature, { type: 'category' }>;

/** A value of one feature, as in JSON. */
export type FeatureValue = number | boolean | string;

/** One row of input: a value for each feature of the model, by name. */
export type FeatureRow = Readonly<Record<string, FeatureValue>>;

/**
 * How drift is measured: by one of the tests for features of this kind. Without a threshold the reference profile sets one.
 * Texts have no test: their descriptors are compared.
 */
function driftOf(kind: FeatureKind) {
  const methods = (Object.keys(driftTests) as DriftMethod[]).filter((method) =>
    driftTests[method].kinds.includes(kind),
  );
  return z.strictObject({ method: z.enum(methods), threshold: z.number().gt(0).optional() });
}
