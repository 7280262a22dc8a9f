import { z } from 'zod';
import { rangeOf } from '../tensors/index.js';
import { driftFields, featureFields, FILL } from './feature-fields.js';
import type { FeatureType } from './feature-type.js';
import { bounded, numbersWithin, numericType } from './number.js';

export const integerFeature = z.strictObject({
  ...featureFields,
  ...driftFields.numerical,
  type: z.literal('integer'),
  minimum: z.int().optional(),
  maximum: z.int().optional(),
  fill: z.int().optional().describe(FILL),
  example: z.int().optional(),
});

/** A number without a fraction that a double holds exactly. */
export const integer: FeatureType<z.infer<typeof integerFeature>> = {
  ...numericType,
  valueSchema: (feature, datatypes) => bounded(z.int(), feature, rangeOf(datatypes)),
  accepts: (feature, datatypes) => numbersWithin(Number.isSafeInteger, feature, rangeOf(datatypes)),
};
