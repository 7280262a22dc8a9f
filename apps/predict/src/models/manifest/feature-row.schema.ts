import { isStorable } from '@plumbline/errors';
import { z } from 'zod';
import type { CategoryFeature, Feature, FeatureValue } from './feature.schema.js';
import type { Manifest } from './manifest.schema.js';
import type { Datatype } from './tensor.schema.js';
import { isWhole, type Range, rangeOf } from './value-range.js';

const MAX_UNKNOWN_CATEGORY_LENGTH = 200;

/**
 * The schema of one row of a model's features, from its manifest: every feature, nothing else, each of its type
 * and within its bounds. It also gives the JSON Schema of the request.
 */
export function createRowSchema({ features, inputs }: Pick<Manifest, 'features' | 'inputs'>) {
  const shape = features.map((feature): [string, z.ZodType<FeatureValue>] => {
    const datatypes = inputs
      .filter((input) => input.features.includes(feature.name))
      .map(({ datatype }) => datatype);
    return [feature.name, valueSchema(feature, datatypes).meta(annotations(feature))];
  });
  return z.strictObject(Object.fromEntries(shape));
}

/** Validates a row of one model's features. */
export type RowSchema = ReturnType<typeof createRowSchema>;

function valueSchema(feature: Feature, datatypes: readonly Datatype[]): z.ZodType<FeatureValue> {
  const range = rangeOf(datatypes);
  switch (feature.type) {
    case 'number':
      return bounded(z.number(), feature, range);
    case 'integer':
      return bounded(z.int(), feature, range);
    case 'boolean':
      return z.boolean();
    case 'category':
      return categorySchema(feature, bounded(datatypes.some(isWhole) ? z.int() : z.number(), {}, range));
    case 'text':
      return textSchema(feature.max_length);
  }
}

function bounded(
  number: z.ZodNumber,
  { minimum = -Infinity, maximum = Infinity }: Partial<Range>,
  range: Range,
): z.ZodNumber {
  const [least, most] = [Math.max(minimum, range.minimum), Math.min(maximum, range.maximum)];
  const fromLeast = least === -Infinity ? number : number.min(least);
  return most === Infinity ? fromLeast : fromLeast.max(most);
}

function categorySchema(
  { categories, allow_unknown }: CategoryFeature,
  anyNumber: z.ZodNumber,
): z.ZodType<FeatureValue> {
  if (!allow_unknown) return z.literal<(string | number)[]>([...categories]);
  return typeof categories[0] === 'number'
    ? anyNumber
    : textSchema(
        Math.max(MAX_UNKNOWN_CATEGORY_LENGTH, ...categories.map((category) => String(category).length)),
      );
}

/** The length counts characters (code points), as JSON Schema and Python do. */
function textSchema(maxLength: number): z.ZodType<string> {
  return z
    .string()
    .refine((text) => text.length <= maxLength || [...text].length <= maxLength, {
      error: `Too big: expected string to have <=${maxLength} characters`,
    })
    .refine((text) => isStorable(text), {
      error: 'Invalid string: has a NUL character or half a surrogate pair',
    });
}

function annotations({ description, unit, example }: Feature) {
  return {
    description: unit === undefined ? description : `${description}, in ${unit}`,
    examples: [example],
  };
}
