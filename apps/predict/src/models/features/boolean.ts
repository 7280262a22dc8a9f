import { z } from 'zod';
import { driftFields, featureFields, FILL } from './feature-fields.js';
import type { FeatureType } from './feature-type.js';
import { notANumber, wholeEncoder } from './number.js';

export const booleanFeature = z.strictObject({
  ...featureFields,
  ...driftFields.categorical,
  type: z.literal('boolean'),
  fill: z.boolean().optional().describe(FILL),
  example: z.boolean().optional(),
});

const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ['true', true],
  ['1', true],
  [1, true],
  ['false', false],
  ['0', false],
  [0, false],
]);

/** True or false, which are 1 and 0 in a tensor. */
export const boolean: FeatureType<z.infer<typeof booleanFeature>> = {
  problems: () => [],
  misfit: (_feature, datatype) =>
    datatype === 'BYTES' ? 'is not a string, but the input holds strings' : undefined,
  valueSchema: () => z.boolean(),
  accepts: () => (value) => typeof value === 'boolean',
  encoder: (_feature, datatype) => wholeEncoder(datatype),
  missing: (_feature, datatype) => notANumber(datatype),
  exampleOf: ({ example = true }) => example,
  parseCell: (_feature, cell) =>
    BOOLEANS.get(typeof cell === 'string' ? cell.trim().toLowerCase() : cell) ?? cell,
  profileOf: ({ name, drift }) => ({
    name,
    kind: 'categorical',
    categories: [false, true],
    method: drift?.method,
    threshold: drift?.threshold,
  }),
};
