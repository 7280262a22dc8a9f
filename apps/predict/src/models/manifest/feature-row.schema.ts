import { type Issue, isStorable, ValidationFailed } from '@plumbline/errors';
import { z } from 'zod';
import type { CategoryFeature, Feature, FeatureRow, FeatureValue } from './feature.schema.js';
import type { Manifest } from './manifest.schema.js';
import { type Datatype, isWhole, type Range, rangeOf } from '../tensors/index.js';

const MAX_UNKNOWN_CATEGORY_LENGTH = 200;

/**
 * The schema of one row of a model's features: every feature of the manifest and no other, each of its type and within its
 * bounds. The JSON Schema of requests is derived from it.
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
  const [lowest, highest] = [Math.max(minimum, range.minimum), Math.min(maximum, range.maximum)];
  const atLeast = lowest === -Infinity ? number : number.min(lowest);
  return highest === Infinity ? atLeast : atLeast.max(highest);
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

/** Lengths are in characters (code points), as in JSON Schema and Python. */
function textSchema(maxLength: number): z.ZodType<string> {
  return z
    .string()
    .refine((text) => text.length <= maxLength || [...text].length <= maxLength, {
      error: `Too big: expected string to have <=${maxLength} characters`,
    })
    .refine((text) => isStorable(text), {
      error: 'Invalid string: has a NUL character or an unpaired surrogate',
    });
}

function annotations({ description, unit, example }: Feature) {
  return {
    description: unit === undefined ? description : `${description}, in ${unit}`,
    examples: [example],
  };
}

/** Reads one row of features from a request body. @throws {ValidationFailed} with every issue. */
export function readRow(schema: RowSchema, body: unknown): FeatureRow {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ValidationFailed(rowIssues(result.error, body));
}

/** The issues of a row by feature. Each unknown or missing feature is one issue. */
export function rowIssues(error: z.ZodError, row: unknown): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [key.slice(0, 100)],
        message: 'is not a feature of this model',
      }));
    }
    const [feature] = issue.path;
    if (feature === undefined) return [{ path: [], message: issue.message }];
    const given = Object.hasOwn(row as object, feature);
    return [{ path: [String(feature)], message: given ? issue.message : 'is required' }];
  });
}
