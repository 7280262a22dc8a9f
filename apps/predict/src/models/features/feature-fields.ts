import { type DriftMethod, driftTests, type FeatureKind } from '@plumbline/evaluation';
import { z } from 'zod';

/** Of descriptions, in characters. */
export const MAX_DESCRIPTION = 10_000;

/** No control characters, and not a name with a special meaning in JavaScript objects. */
const featureName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{C}]+$/u, 'must not contain control characters')
  .refine((name) => name !== '__proto__', 'is a reserved name');

/** The keys of every feature in `manifest.json`. */
export const featureFields = {
  name: featureName,
  description: z.string().min(1).max(MAX_DESCRIPTION).optional().describe('The name by default'),
  unit: z.string().min(1).max(100).optional(),
  nullable: z
    .boolean()
    .optional()
    .describe('Whether a value may be missing: null or absent in a request, an empty cell in a table'),
};

/** What `fill` of a nullable feature is. */
export const FILL = 'What the graph receives for a missing value; NaN by default, where the datatype has it';

/** How the drift of a feature is measured, by the kind of its values. */
export const driftFields = {
  numerical: { drift: driftOf('numerical').optional() },
  categorical: { drift: driftOf('categorical').optional() },
};

/** One of the tests for features of this kind. Without a threshold the reference profile sets one. */
function driftOf(kind: FeatureKind) {
  const methods = (Object.keys(driftTests) as DriftMethod[]).filter((method) =>
    driftTests[method].kinds.includes(kind),
  );
  return z.strictObject({ method: z.enum(methods), threshold: z.number().gt(0).optional() });
}
