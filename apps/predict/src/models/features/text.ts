import { isStorable } from '@plumbline/errors';
import { z } from 'zod';
import { featureFields, FILL } from './feature-fields.js';
import type { FeatureType } from './feature-type.js';

/** Of a text that the manifest itself has, in characters; every answer about the model repeats it. */
const MAX_EXAMPLE = 10_000;

export const textFeature = z.strictObject({
  ...featureFields,
  type: z.literal('text'),
  max_length: z.int().min(1).max(1_000_000),
  fill: z.string().max(MAX_EXAMPLE).optional().describe(FILL),
  example: z.string().max(MAX_EXAMPLE).optional(),
});

/** A text. It has no drift test of its own: its descriptors are compared. */
export const text: FeatureType<z.infer<typeof textFeature>> = {
  problems: ({ example, max_length }) =>
    example !== undefined && example.length > max_length ? ['example is longer than max_length'] : [],
  misfit: (_feature, datatype) => (datatype === 'BYTES' ? undefined : 'is text, but the input holds numbers'),
  valueSchema: ({ max_length }) => textSchema(max_length),
  encoder: () => undefined,
  missing: () => undefined,
  exampleOf: ({ example = '' }) => example,
  parseCell: (_feature, cell) => cell,
  profileOf: ({ name }) => ({ name, kind: 'text' }),
};

/** Lengths are in characters (code points), as in JSON Schema and Python. */
export function textSchema(maxLength: number): z.ZodType<string> {
  return z
    .string()
    .refine((text) => text.length <= maxLength || [...text].length <= maxLength, {
      error: `Too big: expected string to have <=${maxLength} characters`,
    })
    .refine((text) => isStorable(text), {
      error: 'Invalid string: has a NUL character or an unpaired surrogate',
    });
}
