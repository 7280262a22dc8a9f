import { z } from 'zod';
import { rangeOf } from '../tensors/index.js';
import { driftFields, featureFields, FILL } from './feature-fields.js';
import type { FeatureType } from './feature-type.js';
import { bounded, boundsProblems, notANumber, numbersWithin, wholeEncoder, withinBounds } from './number.js';
import { parseNumber } from './cells.js';

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
  problems: boundsProblems,
  misfit: (_feature, datatype) =>
    datatype === 'BYTES' ? 'is not a string, but the input holds strings' : undefined,
  valueSchema: (feature, datatypes) => bounded(z.int(), feature, rangeOf(datatypes)),
  accepts: (feature, datatypes) => numbersWithin(Number.isSafeInteger, feature, rangeOf(datatypes)),
  encoder: (_feature, datatype) => wholeEncoder(datatype),
  missing: (_feature, datatype) => notANumber(datatype),
  exampleOf: (feature) => feature.example ?? withinBounds(feature),
  parseCell: (_feature, cell) => parseNumber(cell),
  profileOf: ({ name, drift }) => ({
    name,
    kind: 'numerical',
    integer: true,
    method: drift?.method,
    threshold: drift?.threshold,
  }),
};
