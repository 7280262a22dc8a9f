import { z } from 'zod';
import { rangeOf } from '../tensors/index.js';
import { driftFields, featureFields } from './feature-fields.js';
import type { FeatureType } from './feature-type.js';
import { bounded, boundsProblems, wholeEncoder } from './number.js';
import { parseNumber } from './cells.js';

export const integerFeature = z.strictObject({
  ...featureFields,
  ...driftFields.numerical,
  type: z.literal('integer'),
  minimum: z.int().optional(),
  maximum: z.int().optional(),
  example: z.int(),
});

/** A number without a fraction that a double holds exactly. */
export const integer: FeatureType<z.infer<typeof integerFeature>> = {
  problems: boundsProblems,
  misfit: (_feature, datatype) =>
    datatype === 'BYTES' ? 'is not a string, but the input holds strings' : undefined,
  valueSchema: (feature, datatypes) => bounded(z.int(), feature, rangeOf(datatypes)),
  encoder: (_feature, datatype) => wholeEncoder(datatype),
  parseCell: (_feature, cell) => parseNumber(cell),
  profileOf: ({ name, drift }) => ({
    name,
    kind: 'numerical',
    integer: true,
    method: drift?.method,
    threshold: drift?.threshold,
  }),
};
